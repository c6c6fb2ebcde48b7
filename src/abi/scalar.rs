//! The scalars of the Windows headers, and the four small structures that count as scalars here.

use super::image::{CType, Plain};
use super::layout::{FieldKind, SizeAndAlign, structure};

/// An unsigned 32-bit integer; also a set of 32 flags.
pub type DWORD = u32;
/// An unsigned 8-bit integer.
pub type UCHAR = u8;
/// An unsigned 16-bit integer.
pub type USHORT = u16;
/// Eight bits of raw data.
pub type BYTE = u8;
/// One UTF-16 code unit; text may hold unpaired surrogates.
pub type WCHAR = u16;
/// A 32-bit truth value: 0 is false and *everything else* is true, so never compare with [`TRUE`].
pub type BOOL = i32;
/// An unsigned 64-bit integer, aligned to 8 on both widths of Windows.
pub type ULONG64 = u64;

/// The false value of a [`BOOL`].
pub const FALSE: BOOL = 0;
/// The true value that functions return; any other nonzero value means the same.
pub const TRUE: BOOL = 1;

/// An opaque value as wide as a pointer. It names something on the side of the service and is never followed.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HANDLE(pub usize);

macro_rules! integer {
    ($($type:ty)+) => {$(
        impl CType for $type {
            const X64: SizeAndAlign = SizeAndAlign::scalar(size_of::<$type>());
            const X86: SizeAndAlign = SizeAndAlign::scalar(size_of::<$type>());
            const KIND: FieldKind = FieldKind::Scalar;
            const ZERO: Self = 0;
        }

        impl Plain for $type {
            fn write_to(&self, image: &mut [u8]) {
                image[..size_of::<Self>()].copy_from_slice(&self.to_ne_bytes());
            }

            fn read_from(image: &[u8]) -> Self {
                let mut raw = [0; size_of::<Self>()];
                raw.copy_from_slice(&image[..size_of::<Self>()]);
                Self::from_ne_bytes(raw)
            }
        }
    )+};
}

integer!(u8 u16 u32 i32 u64);

impl CType for HANDLE {
    const X64: SizeAndAlign = SizeAndAlign::scalar(8);
    const X86: SizeAndAlign = SizeAndAlign::scalar(4);
    const KIND: FieldKind = FieldKind::Scalar;
    const ZERO: Self = HANDLE(0);
}

impl Plain for HANDLE {
    fn write_to(&self, image: &mut [u8]) {
        image[..size_of::<Self>()].copy_from_slice(&self.0.to_ne_bytes());
    }

    fn read_from(image: &[u8]) -> Self {
        let mut raw = [0; size_of::<Self>()];
        raw.copy_from_slice(&image[..size_of::<Self>()]);
        HANDLE(usize::from_ne_bytes(raw))
    }
}

impl<T: CType, const N: usize> CType for [T; N] {
    const X64: SizeAndAlign = SizeAndAlign { size: T::X64.size * N, align: T::X64.align };
    const X86: SizeAndAlign = SizeAndAlign { size: T::X86.size * N, align: T::X86.align };
    const KIND: FieldKind = FieldKind::Array { width: size_of::<T>(), element: &T::KIND };
    const ZERO: Self = [T::ZERO; N];
}

impl<T: Plain, const N: usize> Plain for [T; N] {
    fn write_to(&self, image: &mut [u8]) {
        for (index, element) in self.iter().enumerate() {
            element.write_to(&mut image[index * size_of::<T>()..]);
        }
    }

    fn read_from(image: &[u8]) -> Self {
        std::array::from_fn(|index| T::read_from(&image[index * size_of::<T>()..]))
    }
}

structure! {
    /// A globally unique identifier. For an incoming connection it is valid only while that is active.
    GUID: x64 16 / 4, x86 16 / 4;
    /// The first eight hexadecimal digits of the text form, as a number.
    Data1: u32 | 0 | 0,
    /// The second group of digits.
    Data2: u16 | 4 | 4,
    /// The third group of digits.
    Data3: u16 | 6 | 6,
    /// The last two groups, byte by byte.
    Data4: [u8; 8] | 8 | 8,
}

structure! {
    /// A count of 100-nanosecond intervals, as two halves that are only aligned to 4.
    FILETIME: x64 8 / 4, x86 8 / 4;
    /// The lower 32 bits.
    dwLowDateTime: DWORD | 0 | 0,
    /// The upper 32 bits.
    dwHighDateTime: DWORD | 4 | 4,
}

structure! {
    /// An IPv6 address in network order, aligned to 2.
    IN6_ADDR: x64 16 / 2, x86 16 / 2;
    /// The eight groups as they lie in memory: on Windows their bytes are swapped, see [`IN6_ADDR::octets`].
    Word: [USHORT; 8] | 0 | 0,
}

impl IN6_ADDR {
    /// The sixteen bytes in memory order, which is network order.
    pub fn octets(&self) -> [u8; 16] {
        let mut octets = [0; 16];
        self.write_to(&mut octets);
        octets
    }

    /// The address that has these bytes in memory.
    pub fn from_octets(octets: [u8; 16]) -> IN6_ADDR {
        IN6_ADDR::read_from(&octets)
    }
}
