//! What a scenario has come to while it is drawn: the service itself says so.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::draw::Draw;
use super::shape::Shape;
use super::tier::Tier;
use super::value::{COMPUTER, DOMAIN, INTERFACE, NAME, PORT, Room, USER};
use super::vocabulary::known;
use crate::model::{Ask, Input, Occupant, Output, Question, Reply, Returned, Service, Wrote};
use crate::ras::{Callout, CalloutSet, Name, Policy, Processes, Profile, ResultKind, Tunnel};
use crate::scenario::{Scenario, Step};

/// How many ports are in play: few enough to be used again and again.
const PORTS: usize = 5;
/// How many users dial.
const USERS: usize = 4;

/// A scenario as far as it is drawn. It is played with a service whose questions are all answered yes; so where a DLL refuses,
/// a step may not apply, and the scenario is one all the same.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) tier: Tier,
    pub(super) profile: Profile,
    /// The port of the last step that named one.
    pub(super) last: Option<usize>,
    ports: [Name; PORTS],
    users: [Name; USERS],
    /// Names of the vocabulary for the other fields of a dial; none if there is no such name.
    pub(super) domain: Option<Name>,
    pub(super) computer: Option<Name>,
    pub(super) interface: Option<Name>,
    service: Service,
}

impl Draft {
    /// The service has started, and nothing else has happened. Ports and users have plain names or those of the
    /// vocabulary, or at times one of each a strange one.
    pub(super) fn new(draw: &mut Draw<'_, '_>, shape: &Shape, profile: Profile, policy: Policy) -> Self {
        let Shape { tier, vocabulary, .. } = shape;
        let tier = *tier;
        let plain = |room: &Room, at: usize| Name::from(room.plain[at]);
        let mut draft = Self {
            tier,
            profile,
            last: None,
            ports: std::array::from_fn(|at| plain(&PORT, at)),
            users: std::array::from_fn(|at| plain(&USER, at)),
            domain: known(draw, &vocabulary.domains, tier, &DOMAIN),
            computer: known(draw, &vocabulary.computers, tier, &COMPUTER),
            interface: known(draw, &vocabulary.interfaces, tier, &INTERFACE),
            // One process asks the same questions as two, and starts in half of the time.
            service: Service::new(profile, Policy { processes: Processes::One, ..policy }, 1),
        };
        draft.take_known(draw, shape);
        if tier > Tier::Smoke {
            if draw.percent(20) {
                draft.ports[draw.below(PORTS as u32) as usize] = strange(draw, tier, &PORT);
            }
            if draw.percent(25) {
                draft.users[draw.below(USERS as u32) as usize] = strange(draw, tier, &USER);
            }
        }
        draft.play(Arc::new(Step::Start));
        draft
    }

    /// Gives names of the vocabulary to some ports and users. A user may have several of the places, a port has one.
    fn take_known(&mut self, draw: &mut Draw<'_, '_>, Shape { tier, vocabulary, .. }: &Shape) {
        for at in 0..USERS {
            if !vocabulary.users.is_empty() && draw.percent(60) {
                self.users[at] =
                    known(draw, &vocabulary.users, *tier, &USER).unwrap_or(self.users[at].clone());
            }
        }
        for at in 0..PORTS {
            if !vocabulary.ports.is_empty() && draw.percent(50) {
                let name = known(draw, &vocabulary.ports, *tier, &PORT);
                if let Some(name) = name.filter(|name| !self.ports.contains(name)) {
                    self.ports[at] = name;
                }
            }
        }
    }

    /// This port is among those of later steps, and this user with it.
    pub(super) fn meet(&mut self, place: usize, port: Name, user: Name) {
        self.ports[place] = port;
        self.users[place] = user;
    }

    /// One that knows the ports and users of a scenario, before its first step.
    pub(super) fn of(scenario: &Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) -> Self {
        let mut draft = Self::new(draw, shape, scenario.profile, scenario.policy);
        let fits = |name: &Name, room| NAME.tier(name, room) <= shape.tier;
        let (mut ports, mut users) = (0, 0);
        for step in &scenario.steps {
            if let Some(port) = step.port().filter(|port| ports < PORTS && fits(port, &PORT))
                && !draft.ports[..ports].contains(port)
            {
                draft.ports[ports] = port.clone();
                ports += 1;
            }
            if let Step::Dial(dial) = &**step
                && users < USERS
                && fits(&dial.user, &USER)
                && !draft.users[..users].contains(&dial.user)
            {
                draft.users[users] = dial.user.clone();
                users += 1;
            }
        }
        draft
    }

    /// Plays one more step of the scenario.
    pub(super) fn note(&mut self, step: &Arc<Step>) {
        let at = step.port().and_then(|port| self.ports.iter().position(|each| each == port));
        self.last = at.or(self.last);
        self.play(Arc::clone(step));
    }

    fn play(&mut self, step: Arc<Step>) {
        self.service.handle(Input::Step { number: 0, step });
        while let Some(output) = self.service.poll() {
            match output {
                Output::Load(_) => self
                    .service
                    .handle(Input::Loaded(Ok(CalloutSet::from_iter(Callout::ALL.iter().copied()).into()))),
                Output::Ask(ask) => self.service.handle(Input::Reply(yes(&ask))),
                Output::Timer(_) => self.service.handle(Input::TimerDone(Ok(()))),
                Output::Unload(_) | Output::Event(_) | Output::Skipped(_) | Output::Logged(_) => {}
            }
        }
    }

    /// What is so at this moment, as bits of [`now`].
    pub(super) fn now(&self) -> u32 {
        let bit = |holds, bit| if holds { bit } else { 0 };
        let mut is = if self.service.is_running() { now::RUNS } else { now::STOPPED };
        is |= bit(self.has(Callout::AcceptReauthentication), now::HAS_QUARANTINE);
        let has_endpoints = self.has(Callout::AcceptTunnelEndpointChangeEx);
        is |= if has_endpoints { now::HAS_ENDPOINTS } else { now::NO_ENDPOINTS };
        for at in 0..PORTS {
            is |= match self.occupant(at) {
                None => now::IDLE | bit(is_presented(self, at), now::PRESENTED),
                Some(occupant) => {
                    let links = if occupant.links > 1 { now::SEVERAL } else { now::LAST_LINK };
                    let ikev2 = occupant.facts.tunnel == Tunnel::Ikev2;
                    let tunnel = if ikev2 { now::IKEV2 } else { now::NOT_IKEV2 };
                    now::UP | links | tunnel | bit(occupant.probation_ms.is_some(), now::PROBATION)
                }
            };
        }
        is
    }

    /// Whether this Windows version has an entry point, and with it what that is about.
    pub(super) fn has(&self, callout: Callout) -> bool {
        self.profile >= callout.floor()
    }

    /// Whether some port is as wanted.
    pub(super) fn any(&self, want: fn(&Self, usize) -> bool) -> bool {
        (0..PORTS).any(|at| want(self, at))
    }

    /// One of the ports that are as wanted; any of them if none is.
    pub(super) fn pick(&self, draw: &mut Draw<'_, '_>, want: fn(&Self, usize) -> bool) -> usize {
        let many = (0..PORTS).map(|at| u32::from(want(self, at))).sum::<u32>();
        if many == 0 {
            return draw.below(PORTS as u32) as usize;
        }
        let nth = draw.below(many) as usize;
        (0..PORTS).filter(|at| want(self, *at)).nth(nth).unwrap_or(0)
    }

    pub(super) fn port(&self, at: usize) -> Name {
        self.ports[at].clone()
    }

    pub(super) fn user(&self, draw: &mut Draw<'_, '_>) -> Name {
        draw.one_of(&self.users).clone()
    }

    pub(super) fn users(&self) -> &[Name] {
        &self.users
    }

    pub(super) fn ports(&self) -> &[Name] {
        &self.ports
    }

    /// The connection that a port is a link of, if a call is on it.
    pub(super) fn occupant(&self, at: usize) -> Option<Occupant<'_>> {
        self.service.occupant(&self.ports[at])
    }
}

/// The answer of a DLL that agrees to everything: it lets everybody in, and has an address for whoever needs one.
fn yes(ask: &Ask) -> Reply {
    let value = match ask.entry.callout.result() {
        ResultKind::Code => Some(0),
        ResultKind::Verdict => Some(1),
        ResultKind::Nothing => None,
    };
    let wrote = match &ask.question {
        Question::GetIpv4(asked) if asked.address.is_unspecified() => {
            Wrote::Ipv4(Ipv4Addr::new(10, 8, 0, 10), asked.notify)
        }
        Question::GetIpv4(asked) => Wrote::Ipv4(asked.address, asked.notify),
        Question::GetIpv6(asked) => Wrote::Ipv6(asked.address, asked.notify),
        Question::Nothing
        | Question::Table(_)
        | Question::Connection(_)
        | Question::Link(_)
        | Question::ReleaseIpv4(_)
        | Question::ReleaseIpv6(_)
        | Question::PreAuthenticated(_) => Wrote::Nothing,
    };
    Reply::Returned(Returned { value, wrote, scribbled: Vec::new() })
}

/// A name at some boundary of its tier.
fn strange(draw: &mut Draw<'_, '_>, tier: Tier, room: &Room) -> Name {
    NAME.between(draw, Tier::Default, tier, room)
}

/// What can be so while a scenario is drawn: a bit each. Those that speak of a port mean that there is one.
pub(super) mod now {
    pub(crate) const RUNS: u32 = 1;
    pub(crate) const STOPPED: u32 = 1 << 1;
    pub(crate) const IDLE: u32 = 1 << 2;
    pub(crate) const UP: u32 = 1 << 3;
    pub(crate) const SEVERAL: u32 = 1 << 4;
    pub(crate) const LAST_LINK: u32 = 1 << 5;
    pub(crate) const IKEV2: u32 = 1 << 6;
    pub(crate) const NOT_IKEV2: u32 = 1 << 7;
    pub(crate) const PROBATION: u32 = 1 << 8;
    pub(crate) const PRESENTED: u32 = 1 << 9;
    pub(crate) const HAS_QUARANTINE: u32 = 1 << 10;
    pub(crate) const HAS_ENDPOINTS: u32 = 1 << 11;
    pub(crate) const NO_ENDPOINTS: u32 = 1 << 12;
}

// What steps want of their port.

pub(super) fn is_idle(draft: &Draft, at: usize) -> bool {
    draft.occupant(at).is_none()
}

pub(super) fn is_up(draft: &Draft, at: usize) -> bool {
    draft.occupant(at).is_some()
}

pub(super) fn is_last_link(draft: &Draft, at: usize) -> bool {
    draft.occupant(at).is_some_and(|occupant| occupant.links == 1)
}

pub(super) fn is_one_of_several(draft: &Draft, at: usize) -> bool {
    draft.occupant(at).is_some_and(|occupant| occupant.links > 1)
}

pub(super) fn is_ikev2(draft: &Draft, at: usize) -> bool {
    draft.occupant(at).is_some_and(|occupant| occupant.facts.tunnel == Tunnel::Ikev2)
}

pub(super) fn is_not_ikev2(draft: &Draft, at: usize) -> bool {
    draft.occupant(at).is_some_and(|occupant| occupant.facts.tunnel != Tunnel::Ikev2)
}

pub(super) fn is_on_probation(draft: &Draft, at: usize) -> bool {
    draft.occupant(at).is_some_and(|occupant| occupant.probation_ms.is_some())
}

pub(super) fn is_presented(draft: &Draft, at: usize) -> bool {
    is_idle(draft, at) && draft.service.has_presented(&draft.ports[at])
}
