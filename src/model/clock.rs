//! Virtual time and predictable numbers. The service has no other source of either.

use std::net::Ipv4Addr;

use crate::ras::{Connection, Guid, Identifier, Prefix};

/// The server's own IPv4 address.
pub(super) const SERVER_IPV4: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);
/// The server's own interface identifier.
pub(super) const SERVER_IPV6_ID: Identifier = Identifier([0, 0, 0, 0, 0, 0, 0, 1]);
/// The prefix of the service's pool: 2001:db8::/64, which is set aside for documentation.
pub(super) const POOL_PREFIX: Prefix = Prefix([0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0]);

/// The time since the scenario began, in milliseconds. Only `wait` moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Clock {
    pub(super) now_ms: u64,
}

impl Clock {
    /// The whole seconds that have passed since a moment.
    pub(super) fn seconds_since(self, start_ms: u64) -> u32 {
        u32::try_from((self.now_ms - start_ms) / 1000).unwrap_or(u32::MAX)
    }
}

/// Hands out numbers, and none of them twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Numbers {
    connections: u32,
    ports: u32,
    pool: u32,
}

impl Numbers {
    /// Makes a connection that has nothing yet but its number, handles and GUID.
    pub(super) fn connection(&mut self) -> Connection {
        self.connections = self.connections.wrapping_add(1);
        let number = self.connections;
        let mut guid = *b"mockras\x40\x80\0\0\0\0\0\0\0";
        guid[12..].copy_from_slice(&number.to_be_bytes());
        Connection {
            number,
            handle: number.wrapping_add(0x0001_0000),
            interface: number.wrapping_add(0x0002_0000),
            guid: Guid(guid),
            ..Connection::default()
        }
    }

    /// Makes the handle of a port that is seen for the first time.
    pub(super) fn port(&mut self) -> u32 {
        self.ports = self.ports.wrapping_add(1);
        self.ports.wrapping_add(0x0003_0000)
    }

    /// The next address of the service's own pool, from 10.0.0.2 on.
    pub(super) fn ipv4(&mut self) -> Ipv4Addr {
        let next = self.pool % 0x00ff_fff0;
        self.pool = self.pool.wrapping_add(1);
        Ipv4Addr::from(u32::from(SERVER_IPV4) + 1 + next)
    }

    /// The interface identifier that the service chooses for a connection.
    pub(super) fn ipv6_id(number: u32) -> Identifier {
        Identifier((0x0200_0000_0000_0000 | u64::from(number)).to_be_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_predictable_and_never_repeat() {
        let mut numbers = Numbers::default();
        let (first, second) = (numbers.connection(), numbers.connection());
        assert_eq!((first.number, second.number), (1, 2));
        assert_ne!(first.guid, second.guid);
        assert_ne!(first.handle, second.handle);
        assert_eq!(numbers.ipv4(), Ipv4Addr::new(10, 0, 0, 2));
        assert_eq!(numbers.ipv4(), Ipv4Addr::new(10, 0, 0, 3));
        assert_ne!(numbers.port(), numbers.port());
    }
}
