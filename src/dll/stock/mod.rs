//! Ready-made DLLs: examples to write one's own from, and stand-ins where any DLL will do.
//!
//! Each is an [`AdminDll`](super::AdminDll) that exports whatever it can do. The options that all of them share say
//! what of that is offered, and by which way:
//!
//! | option | meaning | if absent |
//! |---|---|---|
//! | `series` | the pairs of Accept and Hangup functions that are offered | all four; `silent`: `2` |
//! | `table` | what has a slot is registered by InitializeDllEx, and not exported | `false` |
//! | `addresses` | both pairs of address functions are offered | `true` for `accept-all` and `address-pool` |
//!
//! `scripted` is the exception: it takes none of them, and does right or wrong as its
//! [`Script`](crate::scenario::Script) says.
//!
//! ```
//! use mockras::dll::LoadPlace;
//! use mockras::dll::stock::{self, Ledger, SessionLog};
//! use mockras::prelude::*;
//! use mockras::ras::Callout;
//!
//! // As a scenario or a command line names one:
//! let spec = r#"stock:refuse-user,users=["bob"],series=["2"]"#.parse()?;
//! let gate = stock::registered(&spec);
//! let loaded = gate.load(LoadPlace::new()).expect("a stock DLL is there");
//! assert!(loaded.exports().contains(Callout::AcceptNewConnection2));
//! assert!(!loaded.exports().contains(Callout::AcceptNewConnection3));
//!
//! // As a test makes one, and keeps a hand on what it counts:
//! let ledger = Ledger::default();
//! let billing = Registered::new("billing", {
//!     let ledger = ledger.clone();
//!     move || SessionLog::new(ledger.clone())
//! });
//! assert_eq!(billing.name(), "billing");
//! assert!(ledger.users().is_empty());
//! # Ok::<(), mockras::scenario::DllError>(())
//! ```

mod address_pool;
mod link_limit;
mod offer;
mod scripted;
mod session_log;
mod stateless;
mod timer;
mod watch;

pub use address_pool::AddressPool;
pub use link_limit::LinkLimit;
pub use session_log::{Ledger, SessionLog, Usage};
pub use stateless::{AcceptAll, QuarantineGate, RefuseUser, Silent};

use super::plugin::Registered;
use crate::ras::Quarantine;
use crate::scenario::{Dll, Stock};

/// The stock DLL for a spec. Options that it does not take ([`Dll::check`]) mean nothing.
pub fn registered(dll: &Dll) -> Registered {
    match dll.stock.unwrap_or(Stock::AcceptAll) {
        Stock::AcceptAll => offer::offered(dll, || AcceptAll),
        Stock::RefuseUser => {
            let users = dll.users.clone().unwrap_or_default();
            offer::offered(dll, move || RefuseUser::new(users.clone()))
        }
        Stock::LinkLimit => {
            let links = dll.links.unwrap_or(1);
            offer::offered(dll, move || LinkLimit::new(links))
        }
        Stock::AddressPool => {
            let (first, size) = (dll.first.unwrap_or(Dll::FIRST), dll.size.unwrap_or(Dll::SIZE));
            offer::offered(dll, move || AddressPool::new(first, size))
        }
        Stock::SessionLog => offer::offered(dll, SessionLog::default),
        Stock::QuarantineGate => {
            let states = dll
                .states
                .clone()
                .unwrap_or_else(|| vec![Quarantine::NORMAL, Quarantine::PROBATION, Quarantine::NOT_CAPABLE]);
            offer::offered(dll, move || QuarantineGate::new(states.clone()))
        }
        Stock::Silent => offer::offered(dll, || Silent),
        Stock::Scripted => scripted::registered(dll),
    }
}

/// The DLL of a scenario that names none: `accept-all`.
pub fn default_dll() -> Registered {
    registered(&Dll::stock(Stock::AcceptAll))
}
