//! Names that a DLL may know, for scenarios to take.

use std::collections::BTreeSet;

use super::draw::Draw;
use super::tier::Tier;
use super::value::{COMPUTER, DOMAIN, INTERFACE, NAME, PORT, Room, USER};
use crate::ras::Name;
use crate::scenario::Words;

/// So many of the names that come first are drawn as often as all together: whoever adds a few names to the many of a file
/// puts them first.
const FIRST: usize = 16;

/// Names that generated scenarios take, beside those that they have anyway: a DLL that treats one user in a way of its own is
/// seen to do so only when that user dials.
///
/// About half of all dials have a user from here, if there are any, and the other names likewise. No name is taken that the
/// tier of the scenarios does not hold.
///
/// ```
/// use mockras::generate::{Shape, Vocabulary, case};
/// use mockras::scenario::Step;
///
/// let vocabulary = Vocabulary { users: vec!["svc-backup".into()], ..Vocabulary::default() };
/// let shape = Shape { vocabulary, ..Shape::default() };
/// let drawn: Vec<_> = (0..9).flat_map(|number| case(1, number, &shape).steps).collect();
/// assert!(drawn.iter().any(|step| matches!(&**step, Step::Dial(dial) if dial.user == "svc-backup")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vocabulary {
    /// Names of users.
    pub users: Vec<Name>,
    /// Names of domains.
    pub domains: Vec<Name>,
    /// Names of the computers of clients.
    pub computers: Vec<Name>,
    /// Names of ports.
    pub ports: Vec<Name>,
    /// Names of interfaces.
    pub interfaces: Vec<Name>,
}

/// What `mockras.toml` says.
impl From<Words> for Vocabulary {
    fn from(words: Words) -> Self {
        let Words { users, domains, computers, ports, interfaces } = words;
        Self { users, domains, computers, ports, interfaces }
    }
}

impl Vocabulary {
    /// The longest name that fits anywhere, in UTF-16 units.
    pub const UNITS_MAX: usize = 256;

    /// Whether there is no name at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The names of another as well, behind these and each once.
    pub fn merge(&mut self, other: Self) {
        let Self { users, domains, computers, ports, interfaces } = other;
        for (names, others) in [
            (&mut self.users, users),
            (&mut self.domains, domains),
            (&mut self.computers, computers),
            (&mut self.ports, ports),
            (&mut self.interfaces, interfaces),
        ] {
            names.extend(others);
            let mut known = BTreeSet::new();
            names.retain(|name| known.insert(name.clone()));
        }
    }

    /// Adds a name of which nobody says what it is of: it goes wherever it fits. `DOMAIN\user` is a domain and a user.
    ///
    /// ```
    /// use mockras::generate::Vocabulary;
    ///
    /// let mut vocabulary = Vocabulary::default();
    /// vocabulary.add(&r"CORP\svc-backup".into());
    /// vocabulary.add(&"a name that is no domain".into());
    /// assert_eq!(vocabulary.users, ["svc-backup", "a name that is no domain"]);
    /// assert_eq!(vocabulary.domains, ["CORP"]);
    /// ```
    pub fn add(&mut self, name: &Name) {
        let units = name.units();
        let backslash = units.iter().position(|unit| *unit == u16::from(b'\\'));
        let fits = |units: &[u16], room: &Room| (1..=room.full as usize).contains(&units.len());
        if let Some(at) = backslash
            && fits(&units[..at], &DOMAIN)
            && fits(&units[at + 1..], &USER)
        {
            self.domains.push(Name::from_units(&units[..at]));
            self.users.push(Name::from_units(&units[at + 1..]));
            return;
        }
        for (names, room) in [
            (&mut self.users, &USER),
            (&mut self.domains, &DOMAIN),
            (&mut self.computers, &COMPUTER),
            (&mut self.ports, &PORT),
            (&mut self.interfaces, &INTERFACE),
        ] {
            if fits(units, room) {
                names.push(name.clone());
            }
        }
    }
}

/// Draws one of these names, if there are any and the tier holds it.
pub(super) fn known(draw: &mut Draw<'_, '_>, names: &[Name], tier: Tier, room: &Room) -> Option<Name> {
    if names.is_empty() {
        return None;
    }
    let first = &names[..names.len().min(FIRST)];
    let among = if draw.percent(50) { first } else { names };
    let name = draw.one_of(among);
    (NAME.tier(name, room) <= tier).then(|| name.clone())
}

#[cfg(test)]
mod tests {
    use arbitrary::Unstructured;

    use super::*;
    use crate::generate::bytes;

    #[test]
    fn vocabularies_are_joined_in_order_and_hold_each_name_once() {
        let of = |names: &[&str]| names.iter().map(|name| Name::from(*name)).collect::<Vec<_>>();
        let mut one = Vocabulary { users: of(&["b", "a"]), ..Vocabulary::default() };
        let other = Vocabulary { users: of(&["c", "a", "c"]), ports: of(&["P"]), ..Vocabulary::default() };
        assert!(!one.is_empty() && Vocabulary::default().is_empty());
        one.merge(other);
        assert_eq!(
            one,
            Vocabulary { users: of(&["b", "a", "c"]), ports: of(&["P"]), ..Vocabulary::default() }
        );
    }

    #[test]
    fn name_goes_wherever_it_fits() {
        let added = |name: &str| {
            let mut all = Vocabulary::default();
            all.add(&name.into());
            [all.users, all.domains, all.computers, all.ports, all.interfaces].map(|names| names.len())
        };
        assert_eq!(added("svc-backup"), [1, 1, 1, 1, 1]);
        assert_eq!(added("sixteen units 16"), [1, 0, 1, 1, 1]);
        assert_eq!(added(&"n".repeat(256)), [1, 0, 0, 0, 1]);
        assert_eq!([added(""), added(&"n".repeat(257))], [[0; 5]; 2]);
        assert_eq!(added(r"CORP\bob"), [1, 1, 0, 0, 0]);
        // Not a domain and a user, so it is one name.
        assert_eq!([added(r"\bob"), added(r"more-than-15-units\b")], [[1; 5], [1, 0, 0, 0, 1]]);
    }

    #[test]
    fn first_names_are_drawn_often_and_every_name_at_times() {
        let names: Vec<Name> = (0..100).map(|at| Name::from(&*format!("n{at}"))).collect();
        let mut times = vec![0_u32; names.len()];
        for case in 0..20 {
            let bytes = bytes(3, case);
            let mut bytes = Unstructured::new(&bytes);
            let mut draw = Draw::new(&mut bytes);
            for _ in 0..500 {
                let drawn = known(&mut draw, &names, Tier::Smoke, &USER).expect("all of them are plain");
                times[names.iter().position(|name| *name == drawn).expect("it is one of them")] += 1;
            }
        }
        let first: u32 = times[..FIRST].iter().sum();
        assert!(times.iter().all(|times| *times > 10) && (5_000..6_500).contains(&first), "{times:?}");
        let mut none = Unstructured::new(&[]);
        let odd = [Name::from("a\0b")];
        assert_eq!(known(&mut Draw::new(&mut none), &odd, Tier::Strict, &USER), None, "it is hostile");
        assert_eq!(known(&mut Draw::new(&mut none), &odd, Tier::Paranoid, &USER), Some(odd[0].clone()));
    }
}
