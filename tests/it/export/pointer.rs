//! What a host's pointers point to: text, structures, and the tail of a validation.

use super::*;
use mockras::export::NAME_UNITS_MAX;

/// A DLL that tells how much it was handed: the units of a name, or the size that a validation says and the sum of its
/// AuthInfo.
struct Measures;

impl AdminDll for Measures {
    fn exports(&self) -> Exports<Self> {
        Exports {
            get_ip_address_for_user: Some(|_, user, _, _, _| user.units().len() as u32),
            validate_pre_authenticated_connection_ex: Some(|_, auth, info| {
                assert_eq!(auth.AuthInfo[0], info.first().copied().unwrap_or(0));
                auth.AuthInfoSize
                    .wrapping_mul(1000)
                    .wrapping_add(info.iter().map(|byte| u32::from(*byte)).sum())
            }),
            ..everything()
        }
    }
}

impl Exported for Measures {
    fn home() -> &'static DllHome<Self> {
        static HOME: DllHome<Measures> = DllHome::new(|| Measures, &[]);
        &HOME
    }
}

/// What GetIpAddressForUser says of this text as the name of a user.
fn units(user: *const WCHAR) -> u32 {
    let (mut port, mut address, mut notify) = ([0], 0, 0);
    // SAFETY: F1: the others are there; F3: the text ends in NUL or is as long as is read at most.
    unsafe {
        entry::get_ip_address_for_user::<Measures, false>(
            user.cast_mut(),
            port.as_mut_ptr(),
            &raw mut address,
            &raw mut notify,
        )
    }
}

#[test]
fn pointer_misaligned_is_refused_like_null() {
    let bytes = [0_u64; 100];
    let odd = bytes.as_ptr().cast::<u8>().wrapping_add(1).cast_mut();
    // SAFETY: F1: misaligned pointers are never followed.
    assert_eq!(unsafe { entry::accept_new_link::<Measures, false>(odd.cast(), odd.cast()) }, FALSE);
    let validation = odd.cast();
    // SAFETY: as above.
    let validated = unsafe { entry::validate_pre_authenticated_connection_ex::<Measures, false>(validation) };
    assert_eq!((validated, units(odd.cast())), (FAILED, FAILED));
    let (mut name, mut address) = ([0], 0);
    let name = name.as_mut_ptr();
    let notify = odd.cast();
    // SAFETY: F1 and F3 hold of the others, and misaligned pointers are never followed.
    let got =
        unsafe { entry::get_ip_address_for_user::<Measures, false>(name, name, &raw mut address, notify) };
    assert_eq!(got, FAILED);
}

#[test]
fn text_ends_at_its_nul_or_at_the_bound() {
    assert_eq!(units([0x61, 0xD800, 0, 0x62].as_ptr()), 2);
    assert_eq!(units(vec![0x61; NAME_UNITS_MAX].as_ptr()), NAME_UNITS_MAX as u32);
}

#[test]
fn tail_of_a_validation_may_end_before_or_behind_the_structure() {
    let start = AUTH_VALIDATION_EX::AUTH_INFO_OFFSET;
    // A size that lies is none: nothing of the tail is touched.
    for (length, size) in [(0_u32, 0), (1, 1), (3, 3), (7, 7), (40, 40), (0, u32::MAX)] {
        let filled = AUTH_VALIDATION_EX { AuthInfoSize: size, ..AUTH_VALIDATION_EX::ZERO };
        let mut words = [u64::MAX; 100];
        let image: Vec<u8> =
            filled.to_bytes()[..start].iter().copied().chain((0..length as u8).map(|n| n + 1)).collect();
        for (word, bytes) in words.iter_mut().zip(image.chunks(8)) {
            let mut eight = [0xFF; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            *word = u64::from_ne_bytes(eight);
        }
        let validation = words.as_mut_ptr().cast();
        // SAFETY: F4: the image has the fixed part and as many bytes as it says.
        let measured =
            unsafe { entry::validate_pre_authenticated_connection_ex::<Measures, false>(validation) };
        assert_eq!(measured, size.wrapping_mul(1000).wrapping_add((1..=length).sum()), "{size}");
    }
}
