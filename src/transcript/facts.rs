//! Facts as a text transcript gives them: all at the first mention, then only what has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::EntryKind;
use super::error::refused;
use crate::model::{ConnectionEvent, Event};
use crate::ras::{Connection, Name, Port, Record};

/// Names and texts of facts.
pub(super) type Changes = Vec<(String, String)>;

/// What a transcript has last said of each connection and each port. Writer and reader keep it in the same way.
#[derive(Debug, Default)]
pub(super) struct Mentioned {
    connections: BTreeMap<u32, Arc<Connection>>,
    ports: BTreeMap<Name, Arc<Port>>,
}

impl Mentioned {
    /// Drops a connection that is over, so that what is kept does not grow with the length of a run.
    pub(super) fn forget_closed(&mut self, entry: &EntryKind) {
        if let EntryKind::Event(Event::Connection { number, what: ConnectionEvent::Closed(_) }) = entry {
            self.connections.remove(number);
        }
    }

    /// What is new of the connection that the transcript calls `c<label>`.
    pub(super) fn news_of_connection(&mut self, label: u32, now: &Arc<Connection>) -> Changes {
        let before = self.connections.insert(label, Arc::clone(now));
        changes(&**now, Some(&*before.unwrap_or_else(|| first_connection(label))))
    }

    /// The connection after the changes.
    pub(super) fn read_connection(
        &mut self,
        label: u32,
        changes: &[(String, String)],
    ) -> Result<Arc<Connection>, String> {
        let connection = self.connections.entry(label).or_insert_with(|| first_connection(label));
        change(Arc::make_mut(connection), changes)?;
        Ok(Arc::clone(connection))
    }

    /// What is new of the port.
    pub(super) fn news_of_port(&mut self, now: &Arc<Port>) -> Changes {
        let before = self.ports.insert(now.name.clone(), Arc::clone(now));
        changes(&**now, Some(&*before.unwrap_or_else(|| first_port(&now.name))))
    }

    /// The port after the changes, of which `port` is its name.
    pub(super) fn read_port(&mut self, changes: &[(String, String)]) -> Result<Arc<Port>, String> {
        let (labels, changes): (Vec<_>, Vec<_>) = changes.iter().cloned().partition(|(key, _)| key == "port");
        let [(_, name)] = labels.as_slice() else {
            return Err(format!("expected `port` once, found it {} times", labels.len()));
        };
        let name: Name = name.parse().map_err(|error| refused("`port`", error, name))?;
        let first = first_port(&name);
        let port = self.ports.entry(name).or_insert(first);
        change(Arc::make_mut(port), &changes)?;
        Ok(Arc::clone(port))
    }
}

fn first_connection(label: u32) -> Arc<Connection> {
    Arc::new(Connection { number: label, ..Connection::default() })
}

fn first_port(name: &Name) -> Arc<Port> {
    Arc::new(Port { name: name.clone(), ..Port::default() })
}

/// The facts of a record that are others than before; all of them if there was nothing before.
pub(super) fn changes<R: Record>(now: &R, before: Option<&R>) -> Changes {
    let mut changes = Changes::new();
    now.changes(before, &mut |key, _, text| changes.push((key.to_owned(), text.to_owned())));
    changes
}

/// Sets each fact from its text, and refuses a fact that is set twice.
pub(super) fn change<R: Record>(record: &mut R, changes: &[(String, String)]) -> Result<(), String> {
    for (at, (key, text)) in changes.iter().enumerate() {
        if changes[..at].iter().any(|(other, _)| other == key) {
            return Err(format!("expected each fact once, found `{key}` twice"));
        }
        record.set(key, text).map_err(|error| refused("facts", error, text))?;
    }
    Ok(())
}
