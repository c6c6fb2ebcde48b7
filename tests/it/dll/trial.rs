//! How the tests of stock DLLs call one.

use std::net::Ipv4Addr;

use mockras::abi::{
    AUTH_VALIDATION_EX, BOOL, HANDLE, IN6_ADDR, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1,
    RAS_QUARANTINE_STATE,
};
use mockras::dll::stock::registered;
use mockras::dll::{Arguments, Connections, LoadPlace, Plugin, Registered};
use mockras::model::{CallbacksTable, EntryPoint, Slot, Via};
use mockras::ras::{Callout, CalloutSet, Name, Series};

/// What bNotifyRelease holds before a DLL writes it.
pub(crate) const POISON: BOOL = 0x0CCC_CCCC;

/// One loaded instance. Every callout takes the way that the instance offers.
pub(crate) struct Trial(Box<dyn Plugin>);

impl Trial {
    pub(crate) fn of(spec: &str) -> Self {
        let dll = spec.parse().unwrap_or_else(|error| panic!("{spec}: {error}"));
        Self::load(&registered(&dll))
    }

    pub(crate) fn load(registered: &Registered) -> Self {
        Self(
            registered
                .load(LoadPlace::new())
                .unwrap_or_else(|failure| panic!("{}: {failure:?}", registered.name())),
        )
    }

    pub(crate) fn exports(&self) -> CalloutSet {
        self.0.exports()
    }

    pub(crate) fn notes(&mut self) -> Vec<String> {
        self.0.notes()
    }

    pub(crate) fn call(&mut self, callout: Callout, arguments: &mut Arguments<'_>) -> u32 {
        let via = if self.exports().contains(callout) { Via::Export } else { Via::Slot };
        self.0.call(EntryPoint { callout, via }, arguments)
    }

    pub(crate) fn initialize_ex(&mut self) -> CallbacksTable {
        let mut table = CallbacksTable { revision: 0, slots: [Slot::Poison; 12] };
        assert_eq!(self.call(Callout::InitializeDllEx, &mut Arguments::Table(&mut table)), 0);
        table
    }

    pub(crate) fn plain(&mut self, callout: Callout) -> u32 {
        self.call(callout, &mut Arguments::Nothing)
    }

    /// Accept, Hangup or reauthentication, by the structures that the callout takes.
    pub(crate) fn connection(&mut self, callout: Callout, facts: Facts) -> u32 {
        if callout.word().ends_with("Ex") {
            self.call(callout, &mut Arguments::ConnectionEx(&mut facts.ex()))
        } else {
            self.call(callout, &mut Arguments::Connection(&mut facts.older()))
        }
    }

    pub(crate) fn accept(&mut self, series: Series, number: u32, user: &str) -> u32 {
        self.connection(series.accept(), Facts { number, user, ..Facts::default() })
    }

    pub(crate) fn hang_up(&mut self, series: Series, number: u32, user: &str, seconds: u32) {
        self.connection(series.hangup(), Facts { number, user, seconds, ..Facts::default() });
    }

    /// The link of connection `number` on port `port`, which is called `VPN2-<port>`.
    pub(crate) fn link(&mut self, number: usize, port: usize) -> u32 {
        self.on_link(Callout::AcceptNewLink, number, port)
    }

    pub(crate) fn drop_link(&mut self, number: usize, port: usize) {
        self.on_link(Callout::LinkHangupNotification, number, port);
    }

    fn on_link(&mut self, callout: Callout, number: usize, port: usize) -> u32 {
        let mut port0 = RAS_PORT_0 { hPort: HANDLE(port), hConnection: HANDLE(number), ..RAS_PORT_0::ZERO };
        write(&mut port0.wszPortName, &format!("VPN2-{port}"));
        let mut port1 = RAS_PORT_1 { hPort: HANDLE(port), hConnection: HANDLE(number), ..RAS_PORT_1::ZERO };
        self.call(callout, &mut Arguments::Link(&mut port0, &mut port1))
    }

    pub(crate) fn validate(&mut self) -> u32 {
        let mut validation = AUTH_VALIDATION_EX::ZERO;
        let mut arguments = Arguments::PreAuthenticated(&mut validation, &[1, 2, 3]);
        self.call(Callout::ValidatePreAuthenticatedConnectionEx, &mut arguments)
    }

    /// Result, address and bNotifyRelease.
    pub(crate) fn get4(&mut self, user: &str, offered: Ipv4Addr) -> (u32, Ipv4Addr, BOOL) {
        let (user, port) = (Name::from(user), Name::from("VPN2-0"));
        let (mut address, mut notify) = (u32::from_ne_bytes(offered.octets()), POISON);
        let mut arguments = Arguments::Ipv4(&user, &port, &mut address, Some(&mut notify));
        let result = self.call(Callout::GetIpAddressForUser, &mut arguments);
        (result, Ipv4Addr::from(address.to_ne_bytes()), notify)
    }

    pub(crate) fn release4(&mut self, user: &str, address: Ipv4Addr) {
        let (user, port) = (Name::from(user), Name::from("VPN2-0"));
        let mut address = u32::from_ne_bytes(address.octets());
        self.call(Callout::ReleaseIpAddress, &mut Arguments::Ipv4(&user, &port, &mut address, None));
    }

    /// Result, address and bNotifyRelease.
    pub(crate) fn get6(&mut self, offered: [u8; 16]) -> (u32, [u8; 16], BOOL) {
        let (user, port) = (Name::from("alice"), Name::from("VPN2-0"));
        let (mut address, mut notify) = (IN6_ADDR::from_octets(offered), POISON);
        let mut arguments = Arguments::Ipv6(&user, &port, &mut address, Some(&mut notify));
        let result = self.call(Callout::GetIpv6AddressForUser, &mut arguments);
        (result, address.octets(), notify)
    }

    pub(crate) fn release6(&mut self, address: [u8; 16]) -> u32 {
        let (user, port) = (Name::from("alice"), Name::from("VPN2-0"));
        let mut address = IN6_ADDR::from_octets(address);
        self.call(Callout::ReleaseIpv6AddressForUser, &mut Arguments::Ipv6(&user, &port, &mut address, None))
    }
}

/// What the tests say of a connection.
#[derive(Clone, Copy, Default)]
pub(crate) struct Facts<'a> {
    pub(crate) number: u32,
    pub(crate) user: &'a str,
    pub(crate) seconds: u32,
    pub(crate) state: RAS_QUARANTINE_STATE,
    pub(crate) endpoint: &'a str,
}

impl Facts<'_> {
    fn older(self) -> Connections {
        let mut c = Connections::default();
        let handle = HANDLE(usize::try_from(self.number).unwrap_or_default());
        (c.c0.hConnection, c.c1.hConnection, c.c2.hConnection, c.c3.hConnection) =
            (handle, handle, handle, handle);
        write(&mut c.c0.wszUserName, self.user);
        c.c0.dwConnectDuration = self.seconds;
        c.c3.rasQuarState = self.state;
        c
    }

    fn ex(self) -> RAS_CONNECTION_EX {
        let mut ex = RAS_CONNECTION_EX {
            hConnection: HANDLE(usize::try_from(self.number).unwrap_or_default()),
            dwConnectDuration: self.seconds,
            rasQuarState: self.state,
            ..RAS_CONNECTION_EX::ZERO
        };
        write(&mut ex.wszUserName, self.user);
        write(&mut ex.wszRemoteEndpointAddress, self.endpoint);
        ex
    }
}

fn write(array: &mut [u16], text: &str) {
    for (unit, wide) in array.iter_mut().zip(text.encode_utf16()) {
        *unit = wide;
    }
}
