//! As `lifecycle`, with inputs that are the bytes from which scenarios are drawn: more of them a second, but no files that
//! anything else reads. Wants a seed of full size and `-len_control=0`.

#![no_main]

use arbitrary::Unstructured;
use libfuzzer_sys::{Corpus, fuzz_target};
use mockras::generate::{BYTES, Draw, Shape, Tier, scenario};
use mockras::pipeline::InProcess;
use mockras_fuzz::{abort_on_bugs, play_and_judge, stock_dlls};

fuzz_target!(init: abort_on_bugs(), |input: &[u8]| -> Corpus {
    let shape = Shape { tier: Tier::Strict, ..Shape::default() };
    // Short inputs would be all the same, see `Draw`.
    if input.len() < BYTES / 16 {
        return Corpus::Reject;
    }
    let scenario = scenario(&mut Draw::new(&mut Unstructured::new(input)), &shape);
    let Some(are_sound) = stock_dlls(&scenario) else { return Corpus::Reject };
    play_and_judge(&scenario, &InProcess, are_sound);
    Corpus::Keep
});
