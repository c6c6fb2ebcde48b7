//! The structure that tells of a pre-authenticated connection.

use super::View;
use super::value::{handle, text};
use crate::abi::constant::MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT;
use crate::abi::header::{AUTH_VALIDATION_EX, MPRAPI_OBJECT_HEADER};
use crate::abi::scalar::{DWORD, USHORT};
use crate::ras::{AuthHeaderSize, Name};

impl AUTH_VALIDATION_EX {
    /// Tells of this attempt to connect; every member is overwritten.
    ///
    /// `handle` is what the connection will have. Of `info` the structure has room for the first byte, 0 if there
    /// is none; the rest belongs behind it in memory, from [`AUTH_INFO_OFFSET`](Self::AUTH_INFO_OFFSET) on.
    pub fn fill(&mut self, handle_number: u32, user: &Name, domain: &Name, info: &[u8], view: &View) {
        // Whether the size counts the tail is open, and 16 bits do not reach far (AMB-45).
        let size = match view.policy.auth_header_size {
            AuthHeaderSize::Fixed => size_of::<Self>(),
            AuthHeaderSize::Actual => Self::AUTH_INFO_OFFSET + info.len(),
        };
        *self = Self {
            Header: MPRAPI_OBJECT_HEADER {
                // The page gives the number without a name.
                revision: 1,
                r#type: MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT,
                size: USHORT::try_from(size).unwrap_or(USHORT::MAX),
            },
            hRasConnection: handle(handle_number),
            wszUserName: text(user),
            wszLogonDomain: text(domain),
            AuthInfoSize: DWORD::try_from(info.len()).unwrap_or(DWORD::MAX),
            AuthInfo: [info.first().copied().unwrap_or(0)],
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ras::{Policy, Profile};

    #[test]
    fn actual_size_counts_the_tail_and_stops_where_16_bits_end() {
        let mut filled = AUTH_VALIDATION_EX::ZERO;
        let policy = Policy { auth_header_size: AuthHeaderSize::Actual, ..Policy::default() };
        let view = View { policy, profile: Profile::default() };
        let room = usize::from(u16::MAX) - AUTH_VALIDATION_EX::AUTH_INFO_OFFSET;
        for (length, size) in [(room - 1, u16::MAX - 1), (room, u16::MAX), (room + 1, u16::MAX)] {
            filled.fill(1, &Name::default(), &Name::default(), &vec![7; length], &view);
            assert_eq!((filled.Header.size, filled.AuthInfoSize as usize), (size, length));
        }
    }
}
