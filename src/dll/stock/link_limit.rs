//! `link-limit`: allows a number of links per connection.

use std::collections::BTreeMap;

use crate::abi::{BOOL, HANDLE, RAS_PORT_0};
use crate::dll::{AdminDll, Exports};

/// Allows a number of links per connection.
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
/// They are found by port, because a port carries one link at a time. So a hangup for a link that was refused changes
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
