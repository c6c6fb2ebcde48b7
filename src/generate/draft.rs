//! What a scenario has come to while it is drawn: a guess, made without playing it.

use super::draw::Draw;
use super::need;
use super::tier::Tier;
use super::value::{full, strange_name};
use crate::ras::{Name, Profile, Quarantine, Tunnel};
use crate::scenario::{Credentials, Scenario, Step};

/// So many ports are in play, few enough to be used again and again.
const PORTS: usize = 5;
/// So many users.
const USERS: usize = 4;

const PORT_NAMES: [&str; PORTS] = ["VPN2-0", "VPN2-1", "VPN3-0", "VPN4-0", "COM1"];
const USER_NAMES: [&str; USERS] = ["alice", "bob", "carol", "mallory"];

/// A scenario as far as it is drawn. It guesses that every DLL accepts everything, so it is wrong at times; then a step
/// does not apply, and the scenario is one all the same.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) tier: Tier,
    pub(super) profile: Profile,
    pub(super) running: bool,
    /// The port of the last step that named one.
    pub(super) last: Option<usize>,
    ports: [Name; PORTS],
    users: [Name; USERS],
    calls: [Option<Call>; PORTS],
    presented: [bool; PORTS],
    connections: u32,
}

/// The call on a port.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// Which connection it is a link of.
    number: u32,
    pub(super) tunnel: Tunnel,
    pub(super) user: Name,
    pub(super) state: Quarantine,
    /// How long probation lasts; 0 if nothing ends.
    pub(super) probation_ms: u64,
}

impl Draft {
    /// Nothing has happened yet. Ports and users have plain names, or at times one of each a strange one.
    pub(super) fn new(draw: &mut Draw<'_, '_>, tier: Tier, profile: Profile) -> Self {
        let mut draft = Self {
            tier,
            profile,
            running: true,
            last: None,
            ports: PORT_NAMES.map(Name::from),
            users: USER_NAMES.map(Name::from),
            calls: Default::default(),
            presented: [false; PORTS],
            connections: 0,
        };
        if tier > Tier::Smoke {
            if draw.percent(20) {
                draft.ports[draw.below(PORTS as u32) as usize] = strange_name(draw, tier, full::PORT);
            }
            if draw.percent(25) {
                draft.users[draw.below(USERS as u32) as usize] = strange_name(draw, tier, full::USER);
            }
        }
        draft
    }

    /// One that knows the ports and users of a scenario, before its first step.
    pub(super) fn of(scenario: &Scenario, draw: &mut Draw<'_, '_>, tier: Tier) -> Self {
        let mut draft = Self::new(draw, tier, scenario.profile);
        let fits = |name: &Name, full| need::required(name, full) <= tier;
        let (mut ports, mut users) = (0, 0);
        for step in &scenario.steps {
            if let Some(port) = step.port().filter(|port| ports < PORTS && fits(port, full::PORT))
                && !draft.ports[..ports].contains(port)
            {
                draft.ports[ports] = port.clone();
                ports += 1;
            }
            if let Step::Dial(dial) = &**step
                && users < USERS
                && fits(&dial.user, full::USER)
                && !draft.users[..users].contains(&dial.user)
            {
                draft.users[users] = dial.user.clone();
                users += 1;
            }
        }
        draft
    }

    /// Takes note of a step that the scenario goes on with.
    pub(super) fn note(&mut self, step: &Step) {
        let at = step.port().and_then(|port| self.ports.iter().position(|each| each == port));
        self.last = at.or(self.last);
        match (step, at) {
            (Step::Start, _) => self.running = true,
            (Step::Stop, _) => self.stop(false),
            (Step::Restart, _) => self.stop(true),
            (Step::Wait(span), _) => self.wait(span.ms),
            _ if !self.running => {}
            (Step::Dial(dial), Some(at)) if self.calls[at].is_none() => {
                let vouched = std::mem::take(&mut self.presented[at]) && dial.tunnel == Tunnel::Sstp;
                if dial.credentials == Credentials::Right || vouched {
                    self.connections += 1;
                    self.calls[at] = Some(Call {
                        number: self.connections,
                        tunnel: dial.tunnel,
                        user: dial.user.clone(),
                        state: Quarantine::NORMAL,
                        probation_ms: 0,
                    });
                }
            }
            (Step::AddLink(link), Some(at)) if self.calls[at].is_none() => {
                let to = self.ports.iter().position(|each| *each == link.to);
                self.calls[at] = to.and_then(|to| self.calls[to].clone());
            }
            (Step::DropLink(_), Some(at)) => self.calls[at] = None,
            (Step::HangUp(_) | Step::Disconnect(_), Some(at)) => self.end(at),
            (Step::Quarantine(change), Some(at)) if self.profile >= Profile::Server2008 => {
                let number = self.calls[at].as_ref().map(|call| call.number);
                for call in self.calls.iter_mut().flatten().filter(|call| Some(call.number) == number) {
                    let limited = change.state == Quarantine::PROBATION;
                    call.state = change.state;
                    call.probation_ms = if limited { change.probation.ms } else { 0 };
                }
            }
            (Step::PreAuthenticate(_), Some(at)) if self.profile >= Profile::Server2008R2 => {
                self.presented[at] |= self.calls[at].is_none()
            }
            _ => {}
        }
    }

    fn stop(&mut self, running: bool) {
        self.running = running;
        self.calls = Default::default();
        self.presented = [false; PORTS];
    }

    fn wait(&mut self, ms: u64) {
        for call in &mut self.calls {
            call.take_if(|call| call.probation_ms > 0 && call.probation_ms <= ms);
        }
    }

    /// The whole connection of this port is over.
    fn end(&mut self, at: usize) {
        let number = self.calls[at].as_ref().map(|call| call.number);
        for call in &mut self.calls {
            call.take_if(|call| Some(call.number) == number);
        }
    }

    /// What is so at this moment, as bits of [`now`].
    pub(super) fn now(&self) -> u32 {
        let bit = |holds, bit| if holds { bit } else { 0 };
        let mut is = bit(self.running, now::RUNS) | bit(!self.running, now::STOPPED);
        is |= bit(self.profile >= Profile::Server2008, now::SINCE_2008);
        let newest = self.profile >= Profile::Server2008R2;
        is |= if newest { now::SINCE_2008_R2 } else { now::BEFORE_2008_R2 };
        for at in 0..PORTS {
            is |= match &self.calls[at] {
                None => now::IDLE | bit(self.presented[at], now::PRESENTED),
                Some(call) => {
                    let links = if self.links(at) > 1 { now::SEVERAL } else { now::LAST_LINK };
                    let ikev2 = call.tunnel == Tunnel::Ikev2;
                    let tunnel = if ikev2 { now::IKEV2 } else { now::NOT_IKEV2 };
                    now::UP | links | tunnel | bit(call.probation_ms > 0, now::PROBATION)
                }
            };
        }
        is
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

    pub(super) fn call(&self, at: usize) -> Option<&Call> {
        self.calls[at].as_ref()
    }

    /// How many links the connection of a port has.
    fn links(&self, at: usize) -> u32 {
        let number = self.calls[at].as_ref().map(|call| call.number);
        self.calls.iter().flatten().map(|call| u32::from(Some(call.number) == number)).sum()
    }
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
    pub(crate) const SINCE_2008: u32 = 1 << 10;
    pub(crate) const SINCE_2008_R2: u32 = 1 << 11;
    pub(crate) const BEFORE_2008_R2: u32 = 1 << 12;
}

// What steps want of their port.

pub(super) fn is_idle(draft: &Draft, at: usize) -> bool {
    draft.calls[at].is_none()
}

pub(super) fn is_up(draft: &Draft, at: usize) -> bool {
    draft.calls[at].is_some()
}

pub(super) fn is_last_link(draft: &Draft, at: usize) -> bool {
    draft.links(at) == 1
}

pub(super) fn is_one_of_several(draft: &Draft, at: usize) -> bool {
    draft.links(at) > 1
}

pub(super) fn is_ikev2(draft: &Draft, at: usize) -> bool {
    draft.call(at).is_some_and(|call| call.tunnel == Tunnel::Ikev2)
}

pub(super) fn is_not_ikev2(draft: &Draft, at: usize) -> bool {
    draft.call(at).is_some_and(|call| call.tunnel != Tunnel::Ikev2)
}

pub(super) fn is_on_probation(draft: &Draft, at: usize) -> bool {
    draft.call(at).is_some_and(|call| call.probation_ms > 0)
}

pub(super) fn is_presented(draft: &Draft, at: usize) -> bool {
    draft.presented[at] && draft.calls[at].is_none()
}
