//! The parts of a scenario that can be made smaller, and how.

use super::edit::Edit;
use super::field;
use super::plain::{PORTS, USERS};
use super::session::sessions;
use crate::ras::{HostileSet, Name, Profile, word_names};
use crate::scenario::{Dll, Scenario, Step};

word_names! {
    /// A part of a scenario.
    pub enum Part {
        /// How many steps there are.
        Steps "steps",
        /// What the steps say.
        Fields "fields",
        /// Readings, the Windows version, what is hostile, and what DLLs find around them: the time and the registry.
        Policies "policies",
        /// The DLLs and their options.
        Dlls "dlls",
    }
}

impl Part {
    /// What makes this part of a scenario smaller, the biggest change first.
    pub(super) fn edits(self, scenario: &Scenario) -> Box<dyn Iterator<Item = Edit> + '_> {
        match self {
            Self::Steps => Box::new(together(scenario).chain(blocks(scenario.steps.len()))),
            Self::Fields => Box::new(fields(scenario)),
            Self::Policies => Box::new(policies(scenario)),
            Self::Dlls => Box::new(dlls(scenario)),
        }
    }
}

/// From so many sessions on they go by halves, quarters and so on, and not one by one.
const CROWD: usize = 8;

/// Steps that belong together: of a crowd, all but some sessions; of fewer, nothing but one session; then all but one.
pub(super) fn together(scenario: &Scenario) -> impl Iterator<Item = Edit> + '_ {
    let many = scenario.steps.len();
    let all_sessions: Vec<Vec<usize>> = sessions(scenario).collect();
    let mut parts = Vec::new();
    let is_some = |places: &&Vec<usize>| places.len() < many;
    if all_sessions.len() < CROWD {
        parts.extend(all_sessions.iter().filter(is_some).cloned().map(Edit::Only));
    } else {
        let several = blocks(all_sessions.len()).filter_map(|edit| match edit {
            Edit::Block(some) if some.len() > 1 => Some(all_sessions[some].concat()),
            _ => None,
        });
        parts.extend(several.map(|mut places| {
            places.sort_unstable();
            places.dedup();
            Edit::Without(places)
        }));
    }
    // Those of one step are blocks as well.
    let without = all_sessions.into_iter().filter(|places| places.len() > 1).map(Edit::Without);
    let all = (many > 0).then_some(Edit::Block(0..many));
    all.into_iter().chain(parts).chain(without)
}

/// Blocks of steps, from half of them down to single ones, each size from the end.
fn blocks(many: usize) -> impl Iterator<Item = Edit> {
    sizes(many).flat_map(move |size| {
        (0..many).step_by(size).rev().map(move |start| Edit::Block(start..many.min(start + size)))
    })
}

/// The sizes of blocks: halves, down to one step.
pub(super) fn sizes(many: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(many / 2), |size| Some(size / 2)).take_while(|size| *size > 0)
}

fn fields(scenario: &Scenario) -> impl Iterator<Item = Edit> + '_ {
    let steps = || scenario.steps.iter().enumerate();
    let all = steps().any(|(_, step)| field::plainest(step).is_some()).then(|| {
        let plain = |step: &Step| field::plainest(step).unwrap_or_else(|| step.clone());
        Edit::Steps(scenario.steps.iter().map(|step| plain(step)).collect())
    });
    let each = steps().filter_map(|(at, step)| Some(Edit::Step(at, Box::new(field::plainest(step)?))));
    let single = steps().flat_map(|(at, step)| {
        field::plainer(step).into_iter().map(move |step| Edit::Step(at, Box::new(step)))
    });
    all.into_iter().chain(each).chain(names(scenario)).chain(single)
}

/// Ports and users with other names in all steps.
fn names(scenario: &Scenario) -> impl Iterator<Item = Edit> + '_ {
    let ports = distinct(scenario.steps.iter().filter_map(|step| step.port()));
    let users = distinct(scenario.steps.iter().filter_map(|step| match &**step {
        Step::Dial(dial) => Some(&dial.user),
        _ => None,
    }));
    let ports = plainer_names(ports, &PORTS).map(|(from, to)| Edit::Port(from, to));
    ports.chain(plainer_names(users, &USERS).map(|(from, to)| Edit::User(from, to)))
}

fn distinct<'a>(names: impl Iterator<Item = &'a Name>) -> Vec<Name> {
    let mut distinct: Vec<Name> = Vec::new();
    for name in names {
        if !distinct.contains(name) {
            distinct.push(name.clone());
        }
    }
    distinct
}

/// Each of these names with each plain name that is plainer.
fn plainer_names(names: Vec<Name>, plain: &'static [&'static str]) -> impl Iterator<Item = (Name, Name)> {
    names.into_iter().flat_map(move |name| {
        let known = plain.iter().position(|word| name == *word).unwrap_or(plain.len());
        plain[..known].iter().map(move |&word| (name.clone(), Name::from(word)))
    })
}

fn policies(scenario: &Scenario) -> impl Iterator<Item = Edit> + '_ {
    let changed: Vec<&'static str> = scenario.policy.changed().map(|(field, _)| field).collect();
    let all = (changed.len() > 1).then_some(Edit::Policies);
    let profile = (scenario.profile != Profile::default()).then_some(Edit::Profile);
    let readings = all.into_iter().chain(profile).chain(changed.into_iter().map(Edit::Policy));
    let clock = scenario.clock.map(|_| Edit::Clock);
    let registry = scenario.registry.smaller().into_iter().map(Edit::Registry);
    readings.chain(fewer_hostile(scenario.hostile)).chain(clock).chain(registry)
}

/// Leaves out all that is hostile, then each kind alone.
fn fewer_hostile(kinds: HostileSet) -> impl Iterator<Item = Edit> {
    let none = (kinds.iter().count() > 1).then_some(HostileSet::NONE);
    none.into_iter().chain(kinds.iter().map(move |kind| kinds.toggled(kind))).map(Edit::Hostile)
}

fn dlls(scenario: &Scenario) -> impl Iterator<Item = Edit> + '_ {
    let dlls = &scenario.dlls;
    let fewer = (0..dlls.len()).filter(|_| dlls.len() > 1).map(Edit::Dll);
    let plainer = dlls
        .iter()
        .enumerate()
        .flat_map(|(at, dll)| plainer_dlls(dll).into_iter().map(move |dll| Edit::DllBy(at, Box::new(dll))));
    shorter_lists(scenario).into_iter().chain(fewer).chain(plainer)
}

/// The list of DLLs without one of its items.
fn shorter_lists(scenario: &Scenario) -> Vec<Edit> {
    let Some(list) = &scenario.dll_path else { return Vec::new() };
    let items: Vec<&str> = list.text().split(';').collect();
    let without = |left: usize| {
        let rest: Vec<&str> =
            items.iter().enumerate().filter(|(at, _)| *at != left).map(|(_, item)| *item).collect();
        rest.join(";").parse().ok().map(Edit::DllPath)
    };
    (0..items.len()).filter(|_| items.len() > 1).filter_map(without).collect()
}

/// The DLL without its options, and without one of them. Which DLL it is, and what it is called, stays.
fn plainer_dlls(dll: &Dll) -> Vec<Dll> {
    let same = || dll.clone();
    let bare = Dll { stock: dll.stock, path: dll.path.clone(), name: dll.name.clone(), ..Dll::default() };
    let mut plainer = vec![
        bare,
        Dll { guard: None, ..same() },
        Dll { after_call: None, ..same() },
        Dll { series: None, ..same() },
        Dll { table: None, ..same() },
        Dll { addresses: None, ..same() },
        Dll { links: None, ..same() },
        Dll { first: None, ..same() },
        Dll { size: None, ..same() },
        Dll { states: None, ..same() },
        Dll { script: None, ..same() },
    ];
    for at in 0..dll.users.as_ref().map_or(0, Vec::len) {
        let mut users = dll.users.clone();
        users.iter_mut().for_each(|users| drop(users.remove(at)));
        plainer.push(Dll { users, ..same() });
    }
    plainer.retain(|plain| plain != dll && plain.check().is_ok());
    plainer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ras::Policy;
    use crate::scenario::Stock;

    #[test]
    fn plain_scenario_can_only_lose_its_steps() {
        let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
        let count = |part: Part| part.edits(&scenario).count();
        assert_eq!(Part::ALL.iter().copied().map(count).collect::<Vec<_>>(), [1, 0, 0, 0]);
    }

    #[test]
    fn last_dll_stays_what_it_is() {
        let name = Some("x".to_owned());
        let refuser = Dll { users: Some(vec!["bob".into()]), name, ..Dll::stock(Stock::RefuseUser) };
        let limit = Dll { links: Some(3), ..Dll::stock(Stock::LinkLimit) };
        let smaller = |dll: &Dll| {
            let scenario = Scenario { dlls: vec![dll.clone()], ..Scenario::default() };
            Part::Dlls.edits(&scenario).map(|edit| edit.applied(&scenario).dlls).collect::<Vec<_>>()
        };
        assert_eq!(smaller(&refuser), Vec::<Vec<Dll>>::new(), "it needs its users");
        assert_eq!(smaller(&limit)[0], [Dll::stock(Stock::LinkLimit)]);
        let list = Scenario { dll_path: "a.dll;b.dll".parse().ok(), ..Scenario::default() };
        assert_eq!(Part::Dlls.edits(&list).count(), 2);
    }

    #[test]
    fn every_hostile_kind_goes() {
        let hostile = crate::ras::Hostile::ALL.iter().copied().collect();
        let scenario = Scenario { hostile, ..Scenario::default() };
        let smaller: Vec<String> =
            Part::Policies.edits(&scenario).map(|edit| edit.applied(&scenario).hostile.to_string()).collect();
        assert_eq!(smaller.len(), 6);
        assert_eq!(smaller[..2], ["none", "wrong-sizes+null-handles+inconsistent-counts+null-names"]);
    }

    #[test]
    fn what_dlls_find_around_them_goes() {
        let text = "clock = \"2026-01-02T03:04:05\"\nsteps = []\n\
            [registry.'HKLM\\A']\na = 1\nb = 2\n[registry.'HKLM\\B']\nc = 3\n";
        let scenario = Scenario::parse(text, "a.toml").expect("a scenario");
        let smaller: Vec<Scenario> =
            Part::Policies.edits(&scenario).map(|edit| edit.applied(&scenario)).collect();
        let left: Vec<usize> = smaller.iter().map(|smaller| smaller.registry.entries().len()).collect();
        assert_eq!(left, [3, 0, 1, 2, 2, 2]);
        assert!(smaller[0].clock.is_none() && smaller[1..].iter().all(|other| other.clock == scenario.clock));
    }

    #[test]
    fn every_policy_that_was_changed_goes_back() {
        let mut policy = Policy::default();
        policy.set("vote", "ask_all").expect("a reading");
        policy.set("processes", "one").expect("a reading");
        let scenario = Scenario { policy, profile: Profile::Server2003, ..Scenario::default() };
        let smaller: Vec<Scenario> =
            Part::Policies.edits(&scenario).map(|edit| edit.applied(&scenario)).collect();
        assert_eq!(smaller.len(), 4);
        assert_eq!(smaller[0].policy, Policy::default());
        assert_eq!(smaller[1].profile, Profile::default());
        assert!(smaller[2..].iter().all(|smaller| smaller.policy.changed().count() == 1));
    }
}
