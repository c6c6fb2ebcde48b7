//! The arguments that are passed by pointer.

use std::fmt;

use mockras::abi::{
    AUTH_VALIDATION_EX, Field, Layout, MPRAPI_ADMIN_DLL_CALLBACKS, RAS_CONNECTION_0, RAS_CONNECTION_1,
    RAS_CONNECTION_2, RAS_CONNECTION_3, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1, write_path_at,
};

/// What a DLL gets a pointer to. Structures are called by their type, everything else as in the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::ffi) enum Argument {
    Connection0,
    Connection1,
    Connection2,
    Connection3,
    ConnectionEx,
    Port0,
    Port1,
    Validation,
    Table,
    User,
    PortName,
    Ipv4,
    Ipv6,
    Notify,
}

impl Argument {
    /// Every argument, in order.
    pub(in crate::ffi) const ALL: [Self; 14] = [
        Self::Connection0,
        Self::Connection1,
        Self::Connection2,
        Self::Connection3,
        Self::ConnectionEx,
        Self::Port0,
        Self::Port1,
        Self::Validation,
        Self::Table,
        Self::User,
        Self::PortName,
        Self::Ipv4,
        Self::Ipv6,
        Self::Notify,
    ];

    /// The name of the argument in findings.
    pub(in crate::ffi) const fn name(self) -> &'static str {
        match self {
            Self::Connection0 => RAS_CONNECTION_0::NAME,
            Self::Connection1 => RAS_CONNECTION_1::NAME,
            Self::Connection2 => RAS_CONNECTION_2::NAME,
            Self::Connection3 => RAS_CONNECTION_3::NAME,
            Self::ConnectionEx => RAS_CONNECTION_EX::NAME,
            Self::Port0 => RAS_PORT_0::NAME,
            Self::Port1 => RAS_PORT_1::NAME,
            Self::Validation => AUTH_VALIDATION_EX::NAME,
            Self::Table => MPRAPI_ADMIN_DLL_CALLBACKS::NAME,
            Self::User => "lpwszUserName",
            Self::PortName => "lpwszPortName",
            Self::Ipv4 => "*lpdwIpAddress",
            Self::Ipv6 => "*lpIPv6Address",
            Self::Notify => "*bNotifyRelease",
        }
    }

    fn fields(self) -> Option<&'static [Field]> {
        match self {
            Self::Connection0 => Some(RAS_CONNECTION_0::FIELDS),
            Self::Connection1 => Some(RAS_CONNECTION_1::FIELDS),
            Self::Connection2 => Some(RAS_CONNECTION_2::FIELDS),
            Self::Connection3 => Some(RAS_CONNECTION_3::FIELDS),
            Self::ConnectionEx => Some(RAS_CONNECTION_EX::FIELDS),
            Self::Port0 => Some(RAS_PORT_0::FIELDS),
            Self::Port1 => Some(RAS_PORT_1::FIELDS),
            Self::Validation => Some(AUTH_VALIDATION_EX::FIELDS),
            Self::Table => Some(MPRAPI_ADMIN_DLL_CALLBACKS::FIELDS),
            Self::User | Self::PortName | Self::Ipv4 | Self::Ipv6 | Self::Notify => None,
        }
    }

    /// Names the byte at `offset`, such as `RAS_CONNECTION_0.wszUserName[3]`. Allocates nothing.
    pub(in crate::ffi) fn write_byte(self, offset: usize, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(self.name())?;
        match self.fields() {
            Some(_) if self == Self::Validation && offset >= AUTH_VALIDATION_EX::AUTH_INFO_OFFSET => {
                write!(out, ".AuthInfo[{}]", offset - AUTH_VALIDATION_EX::AUTH_INFO_OFFSET)
            }
            Some(fields) => {
                out.write_str(".")?;
                write_path_at(fields, offset, out)
            }
            None if matches!(self, Self::User | Self::PortName) => write!(out, "[{}]", offset / 2),
            None => Ok(()),
        }
    }
}
