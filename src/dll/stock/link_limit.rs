//! `link-limit`: allows so many links per connection.

use std::collections::BTreeMap;

use crate::abi::{BOOL, HANDLE, RAS_PORT_0};
use crate::dll::{AdminDll, Exports};

/// Allows so many links per connection.
///
/// A link belongs to the connection that its port names by hConnection. A global counter would let the links
/// of one user exhaust the limit of another (LINK-15).
#[derive(Debug, Clone, Default)]
pub struct LinkLimit {
    limit: usize,
    links: Links,
}

impl LinkLimit {
    /// Allows `limit` links per connection.
    pub fn new(limit: u32) -> Self {
        Self { limit: usize::try_from(limit).unwrap_or(usize::MAX), links: Links::default() }
    }
}

impl AdminDll for LinkLimit {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_link: Some(|dll, port, _| BOOL::from(dll.links.accept(port, dll.limit))),
            link_hangup_notification: Some(|dll, port, _| dll.links.hang_up(port)),
            connection_hangup_notification: Some(|dll, c0, _| dll.links.forget(c0.hConnection)),
            connection_hangup_notification2: Some(|dll, c0, _, _| dll.links.forget(c0.hConnection)),
            connection_hangup_notification3: Some(|dll, c0, _, _, _| dll.links.forget(c0.hConnection)),
            connection_hangup_notification_ex: Some(|dll, ex| dll.links.forget(ex.hConnection)),
            ..Exports::documented()
        }
    }
}

/// The links that were accepted: each port, and the connection that it carries.
///
/// Keyed by port, because a port carries one link at a time. So a hangup for a link that was refused changes
/// nothing, and a link that another DLL refused without notice (LINK-13, AMB-10) counts until its port is
/// used again or its connection ends, not for ever.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    by_port: BTreeMap<HANDLE, HANDLE>,
}

impl Links {
    /// Lets the link in if its connection has fewer than `limit`.
    pub(super) fn accept(&mut self, port: &RAS_PORT_0, limit: usize) -> bool {
        self.by_port.remove(&port.hPort);
        let links = self.by_port.values().filter(|&&connection| connection == port.hConnection).count();
        if links >= limit {
            return false;
        }
        self.by_port.insert(port.hPort, port.hConnection);
        true
    }

    /// Forgets the link of this port, unless the port carries another connection's by now.
    pub(super) fn hang_up(&mut self, port: &RAS_PORT_0) {
        if self.by_port.get(&port.hPort) == Some(&port.hConnection) {
            self.by_port.remove(&port.hPort);
        }
    }

    /// Forgets the links of a connection that is over.
    pub(super) fn forget(&mut self, connection: HANDLE) {
        self.by_port.retain(|_, of| *of != connection);
    }
}

#[cfg(test)]
mod tests {
    use crate::dll::stock::trial::Trial;
    use crate::ras::Series;

    #[test]
    fn connections_interleaved_have_a_limit_each() {
        let mut dll = Trial::of("stock:link-limit,links=2");
        let verdicts =
            [(1, 0), (2, 1), (1, 2), (2, 3), (1, 4), (2, 5)].map(|(number, port)| dll.link(number, port));
        assert_eq!(verdicts, [1, 1, 1, 1, 0, 0]);
        dll.drop_link(1, 0);
        assert_eq!([dll.link(2, 5), dll.link(1, 4), dll.link(1, 6)], [0, 1, 0]);
    }

    #[test]
    fn limit_unless_given_is_one() {
        let mut dll = Trial::of("stock:link-limit");
        assert_eq!([dll.link(1, 0), dll.link(1, 1), dll.link(2, 1)], [1, 0, 1]);
    }

    #[test]
    fn link_refused_and_hung_up_frees_nothing() {
        let mut dll = Trial::of("stock:link-limit");
        assert_eq!([dll.link(1, 0), dll.link(1, 1)], [1, 0]);
        dll.drop_link(1, 1);
        dll.drop_link(1, 1);
        assert_eq!(dll.link(1, 2), 0, "the first link is still up");
        dll.drop_link(1, 0);
        assert_eq!([dll.link(1, 2), dll.link(1, 3)], [1, 0], "and no more than one has gone");
    }

    #[test]
    fn connection_hung_up_without_its_links_is_forgotten() {
        for series in [Series::Plain, Series::Two, Series::Three] {
            let mut dll = Trial::of("stock:link-limit");
            assert_eq!([dll.link(1, 0), dll.link(2, 1)], [1, 1]);
            dll.hang_up(series, 1, "alice", 0);
            dll.hang_up(series, 7, "never seen", 0);
            assert_eq!([dll.link(1, 2), dll.link(2, 3)], [1, 0], "{series}");
        }
    }

    #[test]
    fn link_refused_elsewhere_and_tried_again_counts_once() {
        let mut dll = Trial::of("stock:link-limit");
        assert_eq!([dll.link(1, 0), dll.link(1, 0), dll.link(1, 1)], [1, 1, 0]);
    }

    #[test]
    fn port_that_was_never_hung_up_counts_where_it_is_used_now() {
        let mut dll = Trial::of("stock:link-limit,series=[\"ex\"]");
        assert_eq!([dll.link(1, 0), dll.link(2, 0)], [1, 1]);
        assert_eq!(dll.link(1, 1), 1, "port 0 is no link of connection 1 any more");
        dll.drop_link(1, 0);
        assert_eq!(dll.link(2, 2), 0, "a late hangup takes nothing from connection 2");
    }
}
