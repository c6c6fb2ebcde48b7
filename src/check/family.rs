//! The two kinds of addresses, and what differs between them.

use std::net::IpAddr;

use super::connection_history::ConnectionHistory;
use super::spot::At;
use crate::model::ConnectionEvent;
use crate::ras::{Callout, Offer};
use crate::scenario::Step;

/// The kinds of addresses that a DLL can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// IPv4 addresses, which GetIpAddressForUser gives.
    Ipv4,
    /// IPv6 addresses, which GetIpv6AddressForUser gives.
    Ipv6,
}

impl Family {
    /// Both kinds, in the order in which the service asks for them.
    pub const ALL: [Self; 2] = [Self::Ipv4, Self::Ipv6];

    /// The function that gives an address of this kind.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// assert_eq!(Family::Ipv4.get(), Callout::GetIpAddressForUser);
    /// ```
    pub const fn get(self) -> Callout {
        match self {
            Self::Ipv4 => Callout::GetIpAddressForUser,
            Self::Ipv6 => Callout::GetIpv6AddressForUser,
        }
    }

    /// The function that takes such an address back.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// assert_eq!(Family::Ipv6.release(), Callout::ReleaseIpv6AddressForUser);
    /// ```
    pub const fn release(self) -> Callout {
        match self {
            Self::Ipv4 => Callout::ReleaseIpAddress,
            Self::Ipv6 => Callout::ReleaseIpv6AddressForUser,
        }
    }

    /// Chooses between two rows that say the same of both kinds: gives the one about this kind.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// assert_eq!(Family::Ipv6.row("IP4-10", "IP6-07"), "IP6-07");
    /// ```
    pub const fn row(self, ipv4: &'static str, ipv6: &'static str) -> &'static str {
        match self {
            Self::Ipv4 => ipv4,
            Self::Ipv6 => ipv6,
        }
    }

    /// The parameter that holds the address.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// assert_eq!(Family::Ipv4.parameter(), "*lpdwIpAddress");
    /// ```
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Ipv4 => "*lpdwIpAddress",
            Self::Ipv6 => "*lpIPv6Address",
        }
    }

    /// The address that the service has for this user, as the dial says; `None` if the user wants no such address.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// use mockras::ras::Offer;
    ///
    /// assert_eq!(Family::Ipv4.offer(alice), Some(Offer::Pool));
    /// assert_eq!(Family::Ipv6.offer(alice), None);
    /// ```
    pub fn offer(self, connection: &ConnectionHistory<'_>) -> Option<Offer<IpAddr>> {
        let Some(Step::Dial(dial)) = connection.dial else { return None };
        let offer = match self {
            Self::Ipv4 => general(dial.ipv4),
            Self::Ipv6 => general(dial.ipv6),
        };
        (offer != Offer::None).then_some(offer)
    }

    /// The address of this kind that the connection got, and where in the transcript it got it.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// let address = Family::Ipv4.address_of(alice).map(|(_, address)| address);
    /// assert_eq!(address, Some([10, 0, 0, 2].into()));
    /// ```
    pub fn address_of(self, connection: &ConnectionHistory<'_>) -> Option<(At, IpAddr)> {
        connection.events.iter().find_map(|(at, what)| match (self, what) {
            (Self::Ipv4, ConnectionEvent::Ipv4(address)) => Some((*at, IpAddr::V4(*address))),
            (Self::Ipv6, ConnectionEvent::Ipv6(address)) => Some((*at, IpAddr::V6(*address))),
            _ => None,
        })
    }
}

fn general<A: Into<IpAddr>>(offer: Offer<A>) -> Offer<IpAddr> {
    match offer {
        Offer::None => Offer::None,
        Offer::Zero => Offer::Zero,
        Offer::Pool => Offer::Pool,
        Offer::Address(address) => Offer::Address(address.into()),
    }
}
