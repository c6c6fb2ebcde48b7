//! DLLs written in Rust.

use super::exports::{Callbacks, Exports};
use super::plugin::{Arguments, Plugin, Registered};
use crate::model::{EntryPoint, Via};
use crate::ras::{Callout, CalloutSet};

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
    /// What it exports. Asked once, when an instance is loaded.
    fn exports(&self) -> Exports<Self>;

    /// What it has to say since it was last asked, for the transcript.
    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}

impl Registered {
    /// A DLL written in Rust; `make` makes the instance for each process.
    pub fn new<D: AdminDll>(name: impl Into<String>, make: impl Fn() -> D + 'static) -> Self {
        Self::plugin(name, move |_| Ok(Box::new(InProcess::new(make()))))
    }
}

/// A DLL written in Rust, loaded.
struct InProcess<D> {
    dll: D,
    exports: Exports<D>,
    registered: Exports<D>,
}

impl<D: AdminDll> InProcess<D> {
    fn new(dll: D) -> Self {
        Self { exports: dll.exports(), registered: Exports::none(), dll }
    }
}

/// Calls a function if it is there. The host asks for nothing that is not (CBTABLE-12).
macro_rules! call {
    ($function:expr, $($argument:expr),*) => {
        $function.map(|function| function($($argument),*))
    };
}

impl<D: AdminDll> Plugin for InProcess<D> {
    fn exports(&self) -> CalloutSet {
        self.exports.set()
    }

    fn call(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
        let Self { dll, exports, registered } = self;
        let from = match entry.via {
            Via::Export => &*exports,
            Via::Slot => &*registered,
        };
        let result = match arguments {
            Arguments::Nothing if entry.callout == Callout::TerminateDll => call!(from.terminate_dll, dll),
            Arguments::Nothing => call!(from.initialize_dll, dll),
            Arguments::Table(table) => {
                let mut callbacks = Callbacks::new(table.revision);
                let result = call!(from.initialize_dll_ex, dll, &mut callbacks);
                **table = callbacks.image();
                *registered = callbacks.functions;
                result
            }
            Arguments::Connection(c) => match entry.callout {
                Callout::AcceptNewConnection => {
                    call!(from.accept_new_connection, dll, &c.c0, &c.c1).map(verdict)
                }
                Callout::AcceptNewConnection2 => {
                    call!(from.accept_new_connection2, dll, &c.c0, &c.c1, &c.c2).map(verdict)
                }
                Callout::AcceptNewConnection3 => {
                    call!(from.accept_new_connection3, dll, &c.c0, &c.c1, &c.c2, &c.c3).map(verdict)
                }
                Callout::AcceptReauthentication => {
                    call!(from.accept_reauthentication, dll, &c.c0, &c.c1, &c.c2, &c.c3).map(verdict)
                }
                Callout::ConnectionHangupNotification => {
                    call!(from.connection_hangup_notification, dll, &c.c0, &c.c1).map(nothing)
                }
                Callout::ConnectionHangupNotification2 => {
                    call!(from.connection_hangup_notification2, dll, &c.c0, &c.c1, &c.c2).map(nothing)
                }
                _ => {
                    call!(from.connection_hangup_notification3, dll, &c.c0, &c.c1, &c.c2, &c.c3).map(nothing)
                }
            },
            Arguments::ConnectionEx(ex) => match entry.callout {
                Callout::AcceptNewConnectionEx => call!(from.accept_new_connection_ex, dll, ex).map(verdict),
                Callout::AcceptReauthenticationEx => {
                    call!(from.accept_reauthentication_ex, dll, ex).map(verdict)
                }
                Callout::AcceptTunnelEndpointChangeEx => {
                    call!(from.accept_tunnel_endpoint_change_ex, dll, ex).map(verdict)
                }
                _ => call!(from.connection_hangup_notification_ex, dll, ex).map(nothing),
            },
            Arguments::Link(p0, p1) => match entry.callout {
                Callout::AcceptNewLink => call!(from.accept_new_link, dll, p0, p1).map(verdict),
                _ => call!(from.link_hangup_notification, dll, p0, p1).map(nothing),
            },
            Arguments::Ipv4(user, port, address, Some(notify)) => {
                call!(from.get_ip_address_for_user, dll, user, port, address, notify)
            }
            Arguments::Ipv4(user, port, address, None) => {
                call!(from.release_ip_address, dll, user, port, address).map(nothing)
            }
            Arguments::Ipv6(user, port, address, Some(notify)) => {
                call!(from.get_ipv6_address_for_user, dll, user, port, address, notify)
            }
            Arguments::Ipv6(user, port, address, None) => {
                call!(from.release_ipv6_address_for_user, dll, user, port, address)
            }
            Arguments::PreAuthenticated(auth, info) => {
                call!(from.validate_pre_authenticated_connection_ex, dll, auth, info)
            }
        };
        result.unwrap_or_default()
    }

    fn notes(&mut self) -> Vec<String> {
        self.dll.notes()
    }

    /// Its functions get shared references: the compiler has checked it.
    fn can_scribble(&self) -> bool {
        false
    }
}

fn verdict(value: i32) -> u32 {
    value.cast_unsigned()
}

fn nothing(_: ()) -> u32 {
    0
}
