//! The rules about DLLs: one file each. What the service owes a DLL is proven by those in `tests/proof/`.
//!
//! A new rule is a file here and two lines below, both sorted by the file's name.

mod a_connection_pair_is_complete;
mod a_file_has_one_process;
mod a_namesake_changes_nothing;
mod a_second_play_shows_the_same;
mod address_functions_return_no_error;
mod address_has_one_user;
mod address_pairs_are_whole;
mod address_slots_are_paired;
mod addresses_do_not_run_out;
mod addresses_keep_their_byte_order;
mod administration_is_not_called;
mod an_initialiser_is_exported;
mod an_unknown_state_is_not_hostile;
mod another_user_changes_nothing;
mod answers_do_not_hang_on_hangups;
mod buffers_are_freed_once;
mod callouts_return;
mod canary;
mod dial_order_changes_nothing;
mod either_or_slots_are_set;
mod endpoint_slot_needs_revision_2;
mod every_slot_is_written;
mod expectations_are_met;
mod halves_share_nothing;
mod hangup_of_refused_is_survived;
mod input_is_not_written;
mod ipv4_pair_on_old_windows;
mod ipv6_identifier_is_not_zero;
mod ipv6_prefix_is_left_alone;
mod ipv6_release_succeeds;
mod mandatory_functions_are_exported;
mod notify_is_written;
mod offer_is_not_cleared;
mod pointers_end_with_the_call;
mod port_names_change_nothing;
mod process_is_left_as_found;
mod reauthentication_is_exported;
mod success_is_no_error;
mod table_keeps_its_bounds;
mod table_revision_is_known;
mod terminate_returns_no_error;
mod the_service_starts_again;
mod threads_change_nothing;
mod user_administration_is_not_called;
mod verdicts_are_true_or_false;
mod what_repeats_shows_the_same;
mod zero_offer_is_filled;

use super::rule::Rule;

/// Every rule, sorted by the name of its file.
pub(super) static RULES: &[&Rule] = &[
    &a_connection_pair_is_complete::RULE,
    &a_file_has_one_process::RULE,
    &a_namesake_changes_nothing::RULE,
    &a_second_play_shows_the_same::RULE,
    &address_functions_return_no_error::RULE,
    &address_has_one_user::RULE,
    &address_pairs_are_whole::RULE,
    &address_slots_are_paired::RULE,
    &addresses_do_not_run_out::RULE,
    &addresses_keep_their_byte_order::RULE,
    &administration_is_not_called::RULE,
    &an_initialiser_is_exported::RULE,
    &an_unknown_state_is_not_hostile::RULE,
    &another_user_changes_nothing::RULE,
    &answers_do_not_hang_on_hangups::RULE,
    &buffers_are_freed_once::RULE,
    &callouts_return::RULE,
    &dial_order_changes_nothing::RULE,
    &either_or_slots_are_set::RULE,
    &endpoint_slot_needs_revision_2::RULE,
    &every_slot_is_written::RULE,
    &expectations_are_met::RULE,
    &halves_share_nothing::RULE,
    &hangup_of_refused_is_survived::RULE,
    &input_is_not_written::RULE,
    &ipv4_pair_on_old_windows::RULE,
    &ipv6_identifier_is_not_zero::RULE,
    &ipv6_prefix_is_left_alone::RULE,
    &ipv6_release_succeeds::RULE,
    &mandatory_functions_are_exported::RULE,
    &notify_is_written::RULE,
    &offer_is_not_cleared::RULE,
    &pointers_end_with_the_call::RULE,
    &port_names_change_nothing::RULE,
    &process_is_left_as_found::RULE,
    &reauthentication_is_exported::RULE,
    &success_is_no_error::RULE,
    &table_keeps_its_bounds::RULE,
    &table_revision_is_known::RULE,
    &terminate_returns_no_error::RULE,
    &the_service_starts_again::RULE,
    &threads_change_nothing::RULE,
    &user_administration_is_not_called::RULE,
    &verdicts_are_true_or_false::RULE,
    &what_repeats_shows_the_same::RULE,
    &zero_offer_is_filled::RULE,
];

/// The rules that judge what is repeated in one life of the service.
pub(super) static DRIFTS: &Rule = &what_repeats_shows_the_same::RULE;
pub(super) static RUNS_OUT: &Rule = &addresses_do_not_run_out::RULE;

/// A rule that every run breaks. It is not part of [`RULES`]: it runs only if it is asked for, to prove that a breach
/// reaches every report and the exit code.
pub(super) static CANARY: &Rule = &canary::RULE;
