//! Makes a DLL of a stock one: a type of the crate's own, which a DLL needs, that asks the stock one for everything.

use mockras::dll::{AdminDll, Exports};
use mockras::ras::Callout;

/// A stock DLL, and what of it is exported.
pub(super) struct Twin<D> {
    pub(super) stock: D,
    pub(super) listed: &'static [Callout],
}

/// Makes exports that ask the stock DLL, each with so many arguments.
macro_rules! asking {
    ($($function:ident($($argument:ident),*))+) => {
        Exports {
            $($function: Some(|twin: &mut Self, $($argument),*| {
                let function = twin.stock.exports().$function;
                function.expect("what is listed is exported by the stock DLL")(&mut twin.stock, $($argument),*)
            }),)+
            ..Exports::none()
        }
    };
}

impl<D: AdminDll> AdminDll for Twin<D> {
    fn exports(&self) -> Exports<Self> {
        let mut exports = asking! {
            initialize_dll() terminate_dll()
            accept_new_connection(c0, c1) accept_new_connection2(c0, c1, c2)
            accept_new_connection3(c0, c1, c2, c3) accept_new_connection_ex(ex)
            connection_hangup_notification(c0, c1) connection_hangup_notification2(c0, c1, c2)
            connection_hangup_notification3(c0, c1, c2, c3) connection_hangup_notification_ex(ex)
            accept_reauthentication(c0, c1, c2, c3) accept_reauthentication_ex(ex)
            accept_tunnel_endpoint_change_ex(ex) validate_pre_authenticated_connection_ex(auth, info)
            accept_new_link(port0, port1) link_hangup_notification(port0, port1)
            get_ip_address_for_user(user, port, address, notify) release_ip_address(user, port, address)
            get_ipv6_address_for_user(user, port, address, notify) release_ipv6_address_for_user(user, port, address)
        };
        exports.retain(self.listed.iter().copied().collect());
        exports
    }

    fn notes(&mut self) -> Vec<String> {
        self.stock.notes()
    }
}

/// `twin!(Stock = how it is made => what is exported)`.
macro_rules! twin {
    ($stock:ty = $make:expr => $($callout:ident),+ $(,)?) => {
        mockras::export_admin_dll!(
            twin::Twin<$stock> = twin::Twin { stock: $make, listed: &[$(mockras::ras::Callout::$callout),+] }:
            $($callout),+
        );
    };
}
