//! How far from what the documentation shows a scenario may be.

use super::value::{
    APPLETALK, COMPUTER, DOMAIN, EAP_TYPE, ENDPOINT, ENUMERATED, EnumValues, FLAGS, FlagBits, INFO_LENGTH,
    INTERFACE, IPV4, IPV6, IPX, NAME, NBF, NUMBER, PERCENT, PORT, Room, SPAN, TUNNEL, USER, offer_tier,
};
use crate::ras::{ConnectionFlags, InterfaceType, Name, Profile, Quarantine, word_names};
use crate::scenario::{Dial, QuarantineChange, Scenario, Step, Traffic};

word_names! {
    /// How strange a generated scenario may be. Each tier holds all of those before it.
    #[non_exhaustive]
    pub enum Tier {
        /// Values as the pages show them.
        Smoke "smoke",
        /// Every documented boundary: names of full length, every enum value and flag, counters at their wrap, spans of
        /// zero and of the maximum, addresses of all classes.
        Default "default",
        /// What no page promises not to happen: unpaired surrogates, embedded controls, unknown enum values and flags,
        /// statistics that contradict each other.
        Strict "strict",
        /// Hostile: arrays without a terminator, sizes that lie, NULL for handles and names, counters that contradict
        /// each other.
        Paranoid "paranoid",
    }
}

impl Tier {
    /// The lowest tier that holds the steps of this scenario, under its Windows version, and what is hostile in it.
    ///
    /// Stock DLLs and readings are sound at every tier, and those under test are not the generator's.
    ///
    /// ```
    /// use mockras::generate::Tier;
    /// use mockras::prelude::*;
    ///
    /// let plain = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// assert_eq!(Tier::of(&plain), Tier::Smoke);
    /// let nobody = Scenario::of([Step::dial("VPN2-0", "")]);
    /// assert_eq!(Tier::of(&nobody), Tier::Default);
    /// ```
    pub fn of(scenario: &Scenario) -> Self {
        if !scenario.hostile.is_empty() {
            return Self::Paranoid;
        }
        let needs = scenario.steps.iter().map(|each| Self::of_step(each, scenario.profile));
        needs.max().unwrap_or(Self::Smoke)
    }

    /// The lowest tier that holds a step under this Windows version: that of the strangest value in it.
    pub(super) fn of_step(step: &Step, profile: Profile) -> Self {
        let port = step.port().map_or(Self::Smoke, |port| NAME.tier(port, &PORT));
        port.max(match step {
            Step::Start | Step::Stop | Step::Restart | Step::Expect(_) => Self::Smoke,
            Step::DropLink(_) | Step::HangUp(_) | Step::Disconnect(_) => Self::Smoke,
            Step::Dial(each) => of_dial(each, profile),
            Step::AddLink(link) => NAME.tier(&link.to, &PORT),
            Step::Traffic(each) => of_traffic(each),
            Step::Wait(time) => SPAN.tier(time, &()),
            Step::Quarantine(change) => of_quarantine(change),
            Step::Endpoint(change) => {
                NAME.tier(&change.remote, &ENDPOINT).max(of_optional(&change.local, &ENDPOINT))
            }
            Step::PreAuthenticate(pre) => {
                INFO_LENGTH.tier(&u32::try_from(pre.info.0.len()).unwrap_or(u32::MAX), &())
            }
        })
    }
}

/// Flags of a dial, which say nothing about the tunnel.
pub(super) const DIAL_FLAGS: FlagBits = FlagBits {
    usual: &[0, ConnectionFlags::MESSENGER.0, ConnectionFlags::QUARANTINE.0],
    known: ConnectionFlags::MESSENGER.0
        | ConnectionFlags::RAS.0
        | ConnectionFlags::QUARANTINE.0
        | ConnectionFlags::DORMANT.0,
};

pub(super) const INTERFACE_TYPES: EnumValues = EnumValues { usual: &[0, 1, 2], known: InterfaceType::NAMES };

/// Probation is drawn by a row of its own as well, since it is what has an end.
pub(super) const STATES: EnumValues = EnumValues { usual: &[1, 0, 3], known: Quarantine::NAMES };

fn of_dial(dial: &Dial, profile: Profile) -> Tier {
    let Dial { port: _, user, domain, computer, interface, interface_type, tunnel, authentication, .. } =
        dial;
    let Dial {
        eap_type, credentials: _, ipv4, ipv6, flags, line_speed, local_endpoint, remote_endpoint, ..
    } = dial;
    let Dial { nbf, ipx, appletalk, .. } = dial;
    let needs = [
        NAME.tier(user, &USER),
        NAME.tier(domain, &DOMAIN),
        NAME.tier(computer, &COMPUTER),
        of_optional(interface, &INTERFACE),
        of_optional(local_endpoint, &ENDPOINT),
        of_optional(remote_endpoint, &ENDPOINT),
        of_optional(nbf, &NBF),
        of_optional(ipx, &IPX),
        of_optional(appletalk, &APPLETALK),
        TUNNEL.tier(tunnel, &profile),
        EAP_TYPE.tier(eap_type, authentication),
        FLAGS.tier(&flags.0, &DIAL_FLAGS),
        ENUMERATED.tier(&interface_type.0, &INTERFACE_TYPES),
        offer_tier(ipv4, &IPV4),
        offer_tier(ipv6, &IPV6),
        NUMBER.tier(&u64::from(*line_speed), &32),
    ];
    needs.into_iter().fold(Tier::Smoke, Tier::max)
}

/// A name that may be left out.
fn of_optional(name: &Name, room: &Room) -> Tier {
    if name.is_empty() { Tier::Smoke } else { NAME.tier(name, room) }
}

fn of_traffic(traffic: &Traffic) -> Tier {
    let Traffic { port: _, sent, received, compressed_percent, .. } = traffic;
    let Traffic { crc_errors, timeout_errors, alignment_errors, .. } = traffic;
    let Traffic { hardware_overruns, framing_errors, buffer_overruns, .. } = traffic;
    let numbers = [
        sent,
        received,
        crc_errors,
        timeout_errors,
        alignment_errors,
        hardware_overruns,
        framing_errors,
        buffer_overruns,
    ];
    let percent = PERCENT.tier(compressed_percent, &());
    numbers.into_iter().map(|count| NUMBER.tier(count, &64)).fold(percent, Tier::max)
}

fn of_quarantine(change: &QuarantineChange) -> Tier {
    let QuarantineChange { port: _, state, probation } = change;
    match (*state, probation.ms) {
        (Quarantine::PROBATION, _) => SPAN.tier(probation, &()),
        (_, 0) => ENUMERATED.tier(&state.0, &STATES),
        // A length that nothing comes of.
        (..) => ENUMERATED.tier(&state.0, &STATES).max(Tier::Default),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_cases_know_the_words_of_all_tiers() {
        let words: Vec<&str> = Tier::ALL.iter().map(|tier| tier.word()).collect();
        assert_eq!(words, crate::scenario::TIERS);
    }
}
