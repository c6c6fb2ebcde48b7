//! What each stock DLL is for, which options it takes, and whether the options of one make sense.

use std::net::Ipv4Addr;

use super::dll::{Dll, DllSource, Script, Stock};
use super::text::{is_name, is_plain};

impl Stock {
    /// A line about what it does. The defaults of its own options stand in brackets.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::AcceptAll => "exports everything and accepts everything",
            Self::RefuseUser => "refuses the connections of `users`",
            Self::LinkLimit => "allows `links` links (1) per connection",
            Self::AddressPool => "leases `size` addresses (16) from `first` (10.8.0.10) on",
            Self::SessionLog => "counts sessions and seconds per user, and tells them at the end",
            Self::QuarantineGate => "lets clients in `states` (normal, probation, not-capable) stay",
            Self::Silent => "exports what is mandatory and accepts everything",
            Self::Scripted => "does what `script` says, right or wrong",
        }
    }

    /// The options that it takes, as scenario files spell them.
    pub const fn options(self) -> &'static [&'static str] {
        match self {
            Self::AcceptAll | Self::SessionLog | Self::Silent => &["name", "series", "table", "addresses"],
            Self::RefuseUser => &["name", "series", "table", "addresses", "users"],
            Self::LinkLimit => &["name", "series", "table", "addresses", "links"],
            Self::AddressPool => &["name", "series", "table", "addresses", "first", "size"],
            Self::QuarantineGate => &["name", "series", "table", "addresses", "states"],
            Self::Scripted => &["name", "links", "script"],
        }
    }
}

impl Dll {
    /// The value of `first` if the scenario does not give one.
    pub(crate) const FIRST: Ipv4Addr = Ipv4Addr::new(10, 8, 0, 10);
    /// The options that the entry of a file takes.
    pub(crate) const FILE_OPTIONS: &[&str] = &["name", "guard", "after-call"];
    /// The value of `size` if the scenario does not give one.
    pub(crate) const SIZE: u32 = 16;

    /// Checks that every option given is one that this DLL takes, and means something.
    pub fn check(&self) -> Result<(), String> {
        let (what, options) = match (self.stock, &self.path) {
            (Some(stock), None) => (stock.word(), stock.options()),
            (None, Some(_)) => ("path", Self::FILE_OPTIONS),
            (Some(_), Some(_)) => return Err("expected `stock` or `path`, found both".to_owned()),
            (None, None) => return Err("expected `stock` or `path`, found neither".to_owned()),
        };
        let mut given = self.given_keys().filter(|key| !["stock", "path"].contains(key));
        if let Some(option) = given.find(|option| !options.contains(option)) {
            return Err(format!("`{what}` does not take `{option}`; it takes {}", options.join(", ")));
        }
        check_name(&self.name())?;
        match self.source() {
            DllSource::Stock(stock) => self.check_stock(stock),
            DllSource::File("") => Err("expected the `path` of a DLL, found an empty one".to_owned()),
            DllSource::File(_) => Ok(()),
        }
    }

    fn check_stock(&self, stock: Stock) -> Result<(), String> {
        if stock == Stock::RefuseUser && self.users.as_ref().is_none_or(Vec::is_empty) {
            return Err(format!("`{stock}` needs `users`, at least one"));
        }
        if self.series.as_ref().is_some_and(Vec::is_empty) {
            return Err("expected at least one series, found none".to_owned());
        }
        if self.states.as_ref().is_some_and(Vec::is_empty) {
            return Err("expected at least one state, found none".to_owned());
        }
        if stock == Stock::LinkLimit && self.links == Some(0) {
            return Err("expected `links` of at least 1, found 0: every connection has a link".to_owned());
        }
        check_pool(self.first.unwrap_or(Self::FIRST), self.size.unwrap_or(Self::SIZE))?;
        self.script.as_ref().map_or(Ok(()), check_script)
    }
}

fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() || !name.chars().all(is_name) {
        return Err(format!(
            "expected a name without spaces, `=`, quotes and control characters, found \"{}\"",
            name.escape_default()
        ));
    }
    Ok(())
}

fn check_pool(first: Ipv4Addr, size: u32) -> Result<(), String> {
    let end = u64::from(first.to_bits()) + u64::from(size);
    if size == 0 || first.is_unspecified() || end > 1 << 32 {
        return Err(format!(
            "expected a pool of at least 1 address, from 0.0.0.1 to 255.255.255.255, found {size} from {first} on"
        ));
    }
    Ok(())
}

fn check_script(script: &Script) -> Result<(), String> {
    if let Some(callout) = script.slots.iter().flatten().find(|callout| callout.slot().is_none()) {
        return Err(format!("expected callouts that have a slot in the callbacks table, found `{callout}`"));
    }
    if let Some(revision) = script.revision.filter(|revision| *revision > 255) {
        return Err(format!("expected a `revision` of at most 255, found {revision}"));
    }
    if let Some(path) = script.watch.iter().find(|path| !path.contains('.') || !path.chars().all(is_plain)) {
        return Err(format!(
            "expected a member such as `RAS_CONNECTION_3.timer`, found `{}`",
            path.escape_default()
        ));
    }
    Ok(())
}
