//! How a C structure is laid out, and `structure!`, by which each one is declared once.
//!
//! A declaration states every offset for 64-bit and for 32-bit Windows. Two independent judges must agree
//! with it, or the crate does not compile: the compiler (`offset_of!`, for the width being built), and the
//! rules of C worked out by [`disagreement`] (for both widths, on every build).

/// The size and the alignment of a type, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeAndAlign {
    /// What `sizeof` gives, with the padding at the end.
    pub size: usize,
    /// The power of two that every address of the type is a multiple of.
    pub align: usize,
}

impl SizeAndAlign {
    /// A type that is as aligned as it is large, which all scalars of Windows are.
    pub const fn scalar(size: usize) -> SizeAndAlign {
        SizeAndAlign { size, align: size }
    }

    /// The structure that has these members, in this order, under natural alignment.
    pub const fn of_members(members: &[SizeAndAlign]) -> SizeAndAlign {
        let mut align = 1;
        let mut at = 0;
        while at < members.len() {
            if members[at].align > align {
                align = members[at].align;
            }
            at += 1;
        }
        SizeAndAlign { size: offset_of_member(members, members.len()).next_multiple_of(align), align }
    }
}

/// Where the member number `index` of a structure starts; for `members.len()`, where the last one ends.
pub const fn offset_of_member(members: &[SizeAndAlign], index: usize) -> usize {
    let mut end: usize = 0;
    let mut at = 0;
    while at < index {
        end = end.next_multiple_of(members[at].align) + members[at].size;
        at += 1;
    }
    if index < members.len() { end.next_multiple_of(members[index].align) } else { end }
}

/// What a declaration states differently from the rules of C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disagreement {
    /// The numbers of members and of stated offsets differ.
    Count,
    /// The member with this number starts at `offset` instead.
    Offset {
        /// The number of the member, from 0 in the order of declaration.
        member: usize,
        /// Where the rules of C put it.
        offset: usize,
    },
    /// The whole structure has this shape instead.
    Whole(SizeAndAlign),
}

/// The first point in which stated offsets and a stated shape depart from the rules of C, if any.
pub const fn disagreement(
    members: &[SizeAndAlign],
    offsets: &[usize],
    whole: SizeAndAlign,
) -> Option<Disagreement> {
    if members.len() != offsets.len() {
        return Some(Disagreement::Count);
    }
    let mut member = 0;
    while member < members.len() {
        let offset = offset_of_member(members, member);
        if offset != offsets[member] {
            return Some(Disagreement::Offset { member, offset });
        }
        member += 1;
    }
    let computed = SizeAndAlign::of_members(members);
    if computed.size != whole.size || computed.align != whole.align {
        return Some(Disagreement::Whole(computed));
    }
    None
}

/// What a member is made of, so that a byte of it can be named.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    /// It is one value: an integer, a handle or a function pointer.
    Scalar,
    /// It is an array of equal elements.
    Array {
        /// The size of one element in bytes, on this target.
        width: usize,
        /// What each element is made of.
        element: &'static FieldKind,
    },
    /// It is a nested structure with these members.
    Structure(&'static [Field]),
}

/// One member of a structure.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name in the header.
    pub name: &'static str,
    /// The type as declared here.
    pub type_name: &'static str,
    /// The offset in bytes from the start of the structure, on this target.
    pub offset: usize,
    /// The size in bytes, on this target.
    pub size: usize,
    /// The stated offset on 64-bit Windows.
    pub x64: usize,
    /// The stated offset on 32-bit Windows.
    pub x86: usize,
    /// What it is made of.
    pub kind: FieldKind,
}

/// A name without the mark that Rust needs to allow a keyword as one.
pub(super) const fn plain_name(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// Declares a structure of the header.
///
/// After the name: size and alignment on 64-bit and on 32-bit Windows. After each member: its offset on
/// 64-bit, then on 32-bit Windows. With `opaque` before the name the structure has no byte image.
macro_rules! structure {
    (opaque $($declaration:tt)+) => {
        $crate::abi::layout::structure! { @layout [Clone, Copy, Debug] $($declaration)+ }
    };
    (@layout [$($derive:ident),+]
        $(#[$about:meta])*
        $name:ident: x64 $size64:literal / $align64:literal, x86 $size32:literal / $align32:literal;
        $($(#[$doc:meta])* $field:ident: $type:ty | $x64:literal | $x86:literal,)+
    ) => {
        $(#[$about])*
        #[doc = ""]
        #[doc = concat!("Size ", $size64, ", alignment ", $align64, " on 64-bit Windows; size ", $size32,
            ", alignment ", $align32, " on 32-bit Windows.")]
        #[repr(C)]
        #[derive($($derive),+)]
        pub struct $name {
            $(
                $(#[$doc])*
                #[doc = ""]
                #[doc = concat!("Offset ", $x64, "; ", $x86, " on 32-bit Windows.")]
                pub $field: $type,
            )+
        }

        impl $name {
            /// Every member zero, empty or absent.
            pub const ZERO: Self = Self { $($field: <$type as $crate::abi::CType>::ZERO,)+ };
        }

        impl Default for $name {
            fn default() -> Self {
                Self::ZERO
            }
        }

        impl $crate::abi::CType for $name {
            const X64: $crate::abi::SizeAndAlign =
                $crate::abi::SizeAndAlign::of_members(&[$(<$type as $crate::abi::CType>::X64),+]);
            const X86: $crate::abi::SizeAndAlign =
                $crate::abi::SizeAndAlign::of_members(&[$(<$type as $crate::abi::CType>::X86),+]);
            const KIND: $crate::abi::FieldKind =
                $crate::abi::FieldKind::Structure(<Self as $crate::abi::Layout>::FIELDS);
            const ZERO: Self = Self::ZERO;
        }

        impl $crate::abi::Layout for $name {
            const NAME: &'static str = stringify!($name);
            const FIELDS: &'static [$crate::abi::Field] = &[$($crate::abi::Field {
                name: $crate::abi::layout::plain_name(stringify!($field)),
                type_name: stringify!($type),
                offset: ::std::mem::offset_of!($name, $field),
                size: size_of::<$type>(),
                x64: $x64,
                x86: $x86,
                kind: <$type as $crate::abi::CType>::KIND,
            }),+];
        }

        const _: () = {
            use $crate::abi::{CType, SizeAndAlign, disagreement};
            assert!(
                disagreement(
                    &[$(<$type as CType>::X64),+],
                    &[$($x64),+],
                    SizeAndAlign { size: $size64, align: $align64 },
                ).is_none(),
                concat!(stringify!($name), ": the rules of C give other offsets on 64-bit Windows"),
            );
            assert!(
                disagreement(
                    &[$(<$type as CType>::X86),+],
                    &[$($x86),+],
                    SizeAndAlign { size: $size32, align: $align32 },
                ).is_none(),
                concat!(stringify!($name), ": the rules of C give other offsets on 32-bit Windows"),
            );
        };

        #[cfg(target_pointer_width = "64")]
        const _: () = {
            assert!(size_of::<$name>() == $size64, concat!("size of ", stringify!($name)));
            assert!(align_of::<$name>() == $align64, concat!("alignment of ", stringify!($name)));
            $(assert!(
                ::std::mem::offset_of!($name, $field) == $x64,
                concat!("offset of ", stringify!($name), ".", stringify!($field)),
            );)+
        };

        #[cfg(all(target_pointer_width = "32", windows))]
        const _: () = {
            assert!(size_of::<$name>() == $size32, concat!("size of ", stringify!($name)));
            assert!(align_of::<$name>() == $align32, concat!("alignment of ", stringify!($name)));
            $(assert!(
                ::std::mem::offset_of!($name, $field) == $x86,
                concat!("offset of ", stringify!($name), ".", stringify!($field)),
            );)+
        };
    };
    (
        $(#[$about:meta])*
        $name:ident: x64 $size64:literal / $align64:literal, x86 $size32:literal / $align32:literal;
        $($(#[$doc:meta])* $field:ident: $type:ty | $x64:literal | $x86:literal,)+
    ) => {
        $crate::abi::layout::structure! {
            @layout [Clone, Copy, Debug, PartialEq, Eq, Hash]
            $(#[$about])*
            $name: x64 $size64 / $align64, x86 $size32 / $align32;
            $($(#[$doc])* $field: $type | $x64 | $x86,)+
        }

        impl $crate::abi::Plain for $name {
            fn write_to(&self, image: &mut [u8]) {
                image[..size_of::<Self>()].fill(0);
                $($crate::abi::Plain::write_to(
                    &self.$field,
                    &mut image[::std::mem::offset_of!($name, $field)..],
                );)+
            }

            fn read_from(image: &[u8]) -> Self {
                Self {
                    $($field: $crate::abi::Plain::read_from(
                        &image[::std::mem::offset_of!($name, $field)..],
                    ),)+
                }
            }
        }

        impl $crate::abi::Structure for $name {}
    };
}
pub(super) use structure;
