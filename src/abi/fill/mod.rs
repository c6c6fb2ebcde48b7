//! How the facts of a connection or a port fill the structures that tell of it.
//!
//! One record fills every structure, so members that several of them have always agree (DATA-12, DATA-33). `fill`
//! overwrites every member: what was there before is gone. Members follow three habits:
//!
//! - A member that its page calls valid only under a condition holds [`POISON`] in every byte while the condition
//!   does not hold, so that a DLL that reads it all the same is noticed. Poisoned text still ends in NUL: every
//!   WCHAR is [`POISON_WCHAR`] but the last, so a reader stays inside the array.
//! - A member that the Windows version does not use, or that is reserved, is zero, but for the error of a protocol that was
//!   not negotiated (AMB-59).
//! - An address that is not available is empty text (DATA-40).
//! - Text that is too long for its array is cut so that its last WCHAR is NUL (DATA-04, DATA-05).
//!
//! Padding is zero in the image of a structure: see [`Structure::to_bytes`](super::Structure::to_bytes).

mod connection;
mod connection_ex;
mod port;
mod ppp;
mod projection;
mod value;

pub use value::{VIRTUAL_EPOCH, address_of, dword_of};

use super::scalar::{DWORD, WCHAR};
use crate::ras::{Policy, Profile};

/// What every byte of a member holds that is not valid at the moment.
pub const POISON: u8 = 0xCC;

/// A [`DWORD`] whose bytes are all [`POISON`].
pub const POISON_DWORD: DWORD = DWORD::from_ne_bytes([POISON; 4]);

/// A [`WCHAR`] whose bytes are both [`POISON`].
pub const POISON_WCHAR: WCHAR = WCHAR::from_ne_bytes([POISON; 2]);

/// The Windows version and the readings of open questions under which structures are filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// The Windows version: decides which protocols it still had (DATA-23, DATA-24).
    pub profile: Profile,
    /// The readings. Seven of them show in structures: `ip_dword_order`, `projection_view`, `lcp_flag_family`,
    /// `auth_header_size`, `probation_timer`, `structure_version` and `not_negotiated`; the first only through
    /// [`dword_of`].
    pub policy: Policy,
}
