//! The anonymous union of a projection, as bytes.
//!
//! A Rust union would need `unsafe` to be read. The storage is large and aligned enough for every member, and
//! the discriminator of the structure around it says which one the bytes are.

/// Gives a projection its storage of `$words` 64-bit words, and the ways to read and to set a member.
macro_rules! projection_storage {
    ($projection:ident holds $storage:ident[$words:literal]: $ppp:ident or $ikev2:ident) => {
        #[doc = concat!("The union in [`", stringify!($projection), "`]: opaque, and aligned to 8.")]
        #[repr(transparent)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $storage([u64; $words]);

        impl $storage {
            /// The storage that has these bytes.
            pub fn from_raw(raw: [u8; $words * 8]) -> Self {
                Plain::read_from(&raw)
            }

            /// All bytes, in memory order.
            pub fn raw(&self) -> [u8; $words * 8] {
                let mut raw = [0; $words * 8];
                self.write_to(&mut raw);
                raw
            }
        }

        impl CType for $storage {
            const X64: SizeAndAlign = <[u64; $words] as CType>::X64;
            const X86: SizeAndAlign = <[u64; $words] as CType>::X86;
            const KIND: FieldKind = FieldKind::Array { width: 1, element: &FieldKind::Scalar };
            const ZERO: Self = $storage([0; $words]);
        }

        impl Plain for $storage {
            fn write_to(&self, image: &mut [u8]) {
                self.0.write_to(image);
            }

            fn read_from(image: &[u8]) -> Self {
                $storage(Plain::read_from(image))
            }
        }

        const _: () = {
            assert!(size_of::<$ppp>() <= $words * 8 && size_of::<$ikev2>() <= $words * 8);
            assert!(size_of::<$ppp>() == $words * 8 || size_of::<$ikev2>() == $words * 8);
            assert!(align_of::<$storage>() == align_of::<$ppp>());
            assert!(align_of::<$storage>() == align_of::<$ikev2>());
        };

        impl $projection {
            /// What PPP negotiated; `None` unless the discriminator says PPP.
            pub fn ppp(&self) -> Option<$ppp> {
                (self.projectionInfoType == MPRAPI_PPP_PROJECTION_INFO_TYPE)
                    .then(|| Plain::read_from(&self.Anonymous.raw()))
            }

            /// What IKEv2 negotiated; `None` unless the discriminator says IKEv2.
            pub fn ikev2(&self) -> Option<$ikev2> {
                (self.projectionInfoType == MPRAPI_IKEV2_PROJECTION_INFO_TYPE)
                    .then(|| Plain::read_from(&self.Anonymous.raw()))
            }

            /// Makes it a PPP projection. Bytes of the storage behind the member become `poison`.
            pub fn set_ppp(&mut self, ppp: &$ppp, poison: u8) {
                let mut raw = [poison; $words * 8];
                ppp.write_to(&mut raw);
                self.projectionInfoType = MPRAPI_PPP_PROJECTION_INFO_TYPE;
                self.Anonymous = $storage::from_raw(raw);
            }

            /// Makes it an IKEv2 projection. Bytes of the storage behind the member become `poison`.
            pub fn set_ikev2(&mut self, ikev2: &$ikev2, poison: u8) {
                let mut raw = [poison; $words * 8];
                ikev2.write_to(&mut raw);
                self.projectionInfoType = MPRAPI_IKEV2_PROJECTION_INFO_TYPE;
                self.Anonymous = $storage::from_raw(raw);
            }
        }
    };
}
pub(super) use projection_storage;
