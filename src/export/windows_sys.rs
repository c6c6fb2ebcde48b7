//! References to the structures of windows-sys, and to ours of the same name: either is the other.

use ::windows_sys::Win32::NetworkManagement::Rras;
use ::windows_sys::Win32::Networking::WinSock;

use super::SameLayout;
use crate::abi;

/// Compares the declarations of a structure when the crate compiles, and converts references in both directions.
macro_rules! same {
    ($($name:ident { $($field:ident)+ })+) => {$(
        const _: () = {
            use std::mem::offset_of;
            assert!(size_of::<abi::$name>() == size_of::<Rras::$name>(), stringify!($name));
            assert!(align_of::<abi::$name>() == align_of::<Rras::$name>(), stringify!($name));
            $(assert!(
                offset_of!(abi::$name, $field) == offset_of!(Rras::$name, $field),
                concat!(stringify!($name), ".", stringify!($field)),
            );)+
        };

        converted!(abi::$name, Rras::$name);
    )+};
}

/// The conversions of a structure that was compared.
macro_rules! converted {
    ($ours:ty, $theirs:ty) => {
        // SAFETY: F7.
        unsafe impl SameLayout<$ours> for $theirs {}

        impl<'a> From<&'a $theirs> for &'a $ours {
            fn from(theirs: &'a $theirs) -> Self {
                // SAFETY: F7.
                unsafe { &*std::ptr::from_ref(theirs).cast() }
            }
        }

        impl<'a> From<&'a $ours> for &'a $theirs {
            fn from(ours: &'a $ours) -> Self {
                // SAFETY: F7.
                unsafe { &*std::ptr::from_ref(ours).cast() }
            }
        }

        impl<'a> From<&'a mut $theirs> for &'a mut $ours {
            fn from(theirs: &'a mut $theirs) -> Self {
                // SAFETY: F7.
                unsafe { &mut *std::ptr::from_mut(theirs).cast() }
            }
        }

        impl<'a> From<&'a mut $ours> for &'a mut $theirs {
            fn from(ours: &'a mut $ours) -> Self {
                // SAFETY: F7.
                unsafe { &mut *std::ptr::from_mut(ours).cast() }
            }
        }
    };
}

crate::__each_structure!(same);

const _: () = {
    assert!(size_of::<abi::IN6_ADDR>() == size_of::<WinSock::IN6_ADDR>());
    assert!(align_of::<abi::IN6_ADDR>() == align_of::<WinSock::IN6_ADDR>());
};

converted!(abi::IN6_ADDR, WinSock::IN6_ADDR);
