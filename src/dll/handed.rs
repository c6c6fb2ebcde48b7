//! The structures that a DLL is handed and may only read: what fills them, and what the DLL changed in them.

use super::plugin::{Arguments, Connections};
use crate::abi::{
    AUTH_VALIDATION_EX, Member, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1, Structure, View, find_member,
    make_hostile, make_hostile_ex,
};
use crate::model::PreAuthenticated;
use crate::ras::{Callout, Connection, HostileSet, Port, Takes};

/// The first change of each member, as `RAS_CONNECTION_0.wszUserName[3]:0x65->0x45`: what it held, and what it holds now.
/// Values of more than four bytes are not told, since they may be addresses.
pub fn changed_members<S: Structure>(before: &S, after: &S) -> Vec<String> {
    let (before, after) = (before.to_bytes(), after.to_bytes());
    let changed = |at: &usize| before[*at] != after[*at];
    let first = S::FIELDS.iter().filter_map(|field| (field.offset..field.offset + field.size).find(changed));
    let told = |at| {
        let path = S::path_at(at);
        let element = find_member(S::FIELDS, &path).filter(|member| member.size <= size_of::<u32>());
        let value = |image: &[u8], member: &Member| {
            let bytes = image.get(member.offset..member.offset + member.size)?;
            // As numbers of this system, which Windows has as well.
            Some(bytes.iter().rev().fold(0_u32, |value, byte| value << 8 | u32::from(*byte)))
        };
        let values = element.and_then(|member| Some((value(&before, &member)?, value(&after, &member)?)));
        let values = values.map(|(was, now)| format!(":{was:#x}->{now:#x}")).unwrap_or_default();
        format!("{}.{path}{values}", S::NAME)
    };
    first.map(told).collect()
}

/// Structures that one kind of callout is handed together.
pub(super) trait Handed: Copy {
    /// The facts that fill the structures.
    type Filling;

    /// Fills the structures that `callout` takes, and no others.
    fn fill(&mut self, facts: &Self::Filling, callout: Callout, view: &View);

    /// Makes them wrong in these ways; those that the callout does not take are not seen.
    fn make_hostile(&mut self, kinds: HostileSet);

    /// Them as the arguments of a call.
    fn arguments<'a>(&'a mut self, facts: &'a Self::Filling) -> Arguments<'a>;

    /// Which members are not as they were `before` (DATA-31).
    fn changed(&self, before: &Self) -> Vec<String>;
}

/// The changed members of one structure. Most calls change none, which is cheap to see.
fn changed<S: Structure + PartialEq>(before: &S, after: &S) -> Vec<String> {
    if before == after { Vec::new() } else { changed_members(before, after) }
}

impl Handed for Connections {
    type Filling = Connection;

    fn fill(&mut self, facts: &Connection, callout: Callout, view: &View) {
        let Takes::Connections(count) = callout.takes() else { return };
        self.c0.fill(facts, view);
        self.c1.fill(facts, view);
        if count > 2 {
            self.c2.fill(facts, view);
        }
        if count > 3 {
            self.c3.fill(facts, view);
        }
    }

    fn make_hostile(&mut self, kinds: HostileSet) {
        make_hostile(&mut self.c0, kinds);
        make_hostile(&mut self.c1, kinds);
        make_hostile(&mut self.c2, kinds);
        make_hostile(&mut self.c3, kinds);
    }

    fn arguments<'a>(&'a mut self, _: &'a Connection) -> Arguments<'a> {
        Arguments::Connection(self)
    }

    fn changed(&self, before: &Self) -> Vec<String> {
        let mut members = changed(&before.c0, &self.c0);
        members.extend(changed(&before.c1, &self.c1));
        members.extend(changed(&before.c2, &self.c2));
        members.extend(changed(&before.c3, &self.c3));
        members
    }
}

impl Handed for RAS_CONNECTION_EX {
    type Filling = Connection;

    fn fill(&mut self, facts: &Connection, _: Callout, view: &View) {
        Self::fill(self, facts, view);
    }

    fn make_hostile(&mut self, kinds: HostileSet) {
        make_hostile_ex(self, kinds);
    }

    fn arguments<'a>(&'a mut self, _: &'a Connection) -> Arguments<'a> {
        Arguments::ConnectionEx(self)
    }

    fn changed(&self, before: &Self) -> Vec<String> {
        changed(before, self)
    }
}

/// The two structures of a link.
impl Handed for (RAS_PORT_0, RAS_PORT_1) {
    type Filling = Port;

    fn fill(&mut self, facts: &Port, _: Callout, view: &View) {
        self.0.fill(facts, view);
        self.1.fill(facts, view);
    }

    fn make_hostile(&mut self, kinds: HostileSet) {
        make_hostile(&mut self.0, kinds);
        make_hostile(&mut self.1, kinds);
    }

    fn arguments<'a>(&'a mut self, _: &'a Port) -> Arguments<'a> {
        Arguments::Link(&mut self.0, &mut self.1)
    }

    fn changed(&self, before: &Self) -> Vec<String> {
        let mut members = changed(&before.0, &self.0);
        members.extend(changed(&before.1, &self.1));
        members
    }
}

impl Handed for AUTH_VALIDATION_EX {
    type Filling = PreAuthenticated;

    fn fill(&mut self, facts: &PreAuthenticated, _: Callout, view: &View) {
        Self::fill(self, facts.handle, &facts.user, &facts.domain, &facts.info, view);
    }

    fn make_hostile(&mut self, kinds: HostileSet) {
        make_hostile(self, kinds);
    }

    fn arguments<'a>(&'a mut self, facts: &'a PreAuthenticated) -> Arguments<'a> {
        Arguments::PreAuthenticated(self, &facts.info)
    }

    fn changed(&self, before: &Self) -> Vec<String> {
        changed(before, self)
    }
}
