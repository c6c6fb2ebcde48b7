//! DLLs written in Rust.

use super::exports::{Callbacks, Exports};
use super::plugin::{Arguments, Plugin, Registered};
use crate::model::{EntryPoint, Via};
use crate::ras::CalloutSet;

/// A RAS administration DLL written in Rust.
///
/// It exports what it puts into its [`Exports`]: functions of the type itself, with the header's structures as
/// arguments. The service makes one instance per process (SERIAL-05), so two of them share nothing unless the type
/// says so. [`export_admin_dll!`](crate::export_admin_dll) makes a library of it that a service can load.
///
/// ```
/// use mockras::prelude::*;
///
/// /// Lets nobody called mallory in.
/// #[derive(Default)]
/// struct Gate;
///
/// impl AdminDll for Gate {
///     fn exports(&self) -> Exports<Self> {
///         Exports {
///             accept_new_connection: Some(|_, c0, _| BOOL::from(Name::from_array(&c0.wszUserName) != "mallory")),
///             connection_hangup_notification: Some(|_, _, _| ()),
///             ..Exports::links_accepted()
///         }
///     }
/// }
/// ```
pub trait AdminDll: Sized + 'static {
    /// The functions that it exports. It is asked once, when an instance is loaded.
    fn exports(&self) -> Exports<Self>;

    /// What it has to say since it was last asked, for the transcript.
    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}

impl Registered {
    /// A DLL written in Rust; `make` makes the instance for each process.
    pub fn new<D: AdminDll>(name: impl Into<String>, make: impl Fn() -> D + 'static) -> Self {
        Self::plugin(name, move |_| Ok(Box::new(RustDll::new(make()))))
    }
}

/// A DLL written in Rust, loaded.
struct RustDll<D> {
    dll: D,
    exports: Exports<D>,
    registered: Exports<D>,
}

impl<D: AdminDll> RustDll<D> {
    fn new(dll: D) -> Self {
        Self { exports: dll.exports(), registered: Exports::none(), dll }
    }
}

impl<D: AdminDll> Plugin for RustDll<D> {
    fn exports(&self) -> CalloutSet {
        self.exports.set()
    }

    fn call(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
        let Self { dll, exports, registered } = self;
        let from = match entry.via {
            Via::Export => &*exports,
            Via::Slot => &*registered,
        };
        // The host asks for nothing that is not there (CBTABLE-12).
        let Arguments::Table(table) = arguments else {
            return from.call(entry.callout, dll, arguments).unwrap_or_default();
        };
        let mut callbacks = Callbacks::new(table.revision);
        let result = from.initialize_dll_ex.map(|function| function(dll, &mut callbacks));
        **table = callbacks.image();
        *registered = callbacks.functions;
        result.unwrap_or_default()
    }

    fn has_timer(&self) -> bool {
        self.exports.timer.is_some()
    }

    fn timer(&mut self) {
        if let Some(timer) = self.exports.timer {
            timer(&mut self.dll);
        }
    }

    fn notes(&mut self) -> Vec<String> {
        self.dll.notes()
    }

    /// Its functions get shared references: the compiler has checked it.
    fn can_scribble(&self) -> bool {
        false
    }
}
