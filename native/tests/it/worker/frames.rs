//! What goes over the wire between a parent and its children reads back, and whatever else is read does no harm. The
//! protocol is no part of the interface, so it is taken from its files.

#[allow(dead_code, reason = "parents and children use all of it")]
#[path = "../../../src/worker/frame.rs"]
mod frame;
#[path = "../../../src/worker/wire.rs"]
mod wire;

use std::io;

use mockras::dll::admin::Answered;
use mockras::dll::{Notice, Said};
use mockras::model::{
    CallbacksTable, Fault, LoadFailure, Loaded, Process, Reply, Request, Returned, Slot, Wrote,
};
use mockras::ras::{Callout, Code, Function, Name};
use proptest::prelude::*;

use frame::{AnswerKind, ChildAnswer, Crash, FromChild, Message, Play, ToChild, VERSION, put, take};
use wire::Wire;

fn answers() -> Vec<ChildAnswer> {
    let table = CallbacksTable { revision: 2, slots: [Slot::Set; 12] };
    let returned =
        |wrote| Returned { value: Some(5), wrote, scribbled: vec!["RAS_PORT_0.dwFlags".to_owned()] };
    let whats = [
        AnswerKind::Loaded(Ok(Loaded {
            exports: [Callout::InitializeDll, Callout::AcceptNewLink].into_iter().collect(),
            has_timer: true,
        })),
        AnswerKind::Loaded(Err(LoadFailure::Missing)),
        AnswerKind::Loaded(Err(LoadFailure::Unusable("no ELF".to_owned()))),
        AnswerKind::Loaded(Err(LoadFailure::Faulted(Fault::of_process("crash")))),
        AnswerKind::Unloaded(Ok(())),
        AnswerKind::Unloaded(Err(Fault::of_call("panic"))),
        AnswerKind::Replied(Reply::Returned(Returned::default())),
        AnswerKind::Replied(Reply::Returned(returned(Wrote::Table(table)))),
        AnswerKind::Replied(Reply::Returned(returned(Wrote::Ipv4([10, 0, 0, 1].into(), 7)))),
        AnswerKind::Replied(Reply::Returned(returned(Wrote::Ipv6([9; 16].into(), 0)))),
        AnswerKind::Replied(Reply::Faulted(Fault::of_call("é"))),
        AnswerKind::Ran(Ok(())),
        AnswerKind::Ran(Err(Fault::of_process("timeout"))),
    ];
    let noticed = vec![
        Notice::Called(Function::PortEnum),
        Notice::CalledAside(Function::UserSetInfo),
        Notice::Overran("1 byte".to_owned()),
        Notice::Left("x".to_owned()),
        Notice::Kept("y".to_owned()),
        Notice::Answered(Answered {
            function: Function::PortEnum,
            about: "level 0".to_owned(),
            result: Code(234),
            read: Some(1),
        }),
        Notice::CalledOutside(Function::PortEnum),
        Notice::Misfreed("y".to_owned()),
        Notice::Shares("z".to_owned()),
    ];
    let port = || Name::from_units(&[0xd800, 0x20]);
    let requests = vec![
        Request::DisconnectPort(port()),
        Request::ResetPort(Name::default()),
        Request::ClearPort(port()),
        Request::ClearConnection(7),
        Request::RemoveQuarantine(u32::MAX),
    ];
    let said = Said { notes: vec![String::new(), "a\nb".to_owned()], noticed, requests };
    whats.into_iter().map(|what| ChildAnswer { what, said: said.clone() }).collect()
}

fn read_back<M: Message + PartialEq + std::fmt::Debug>(messages: &[M]) {
    let mut bytes = Vec::new();
    messages.iter().for_each(|message| put(message, &mut bytes));
    let mut from = &bytes[..];
    let mut body = Vec::new();
    for message in messages {
        assert_eq!(take::<M>(&mut from, &mut body).expect("a frame").as_ref(), Some(message));
    }
    assert!(take::<M>(&mut from, &mut body).expect("the end").is_none());
    // What is cut off anywhere is the end as well.
    for length in 0..bytes.len() {
        let mut from = &bytes[..length];
        while take::<M>(&mut from, &mut body).expect("frames").is_some() {}
    }
}

#[test]
fn messages_read_back() {
    let play = |fault: Option<&str>, scenario: Option<&str>| {
        let (fault, scenario) = (fault.map(str::to_owned), scenario.map(str::to_owned));
        let avoided = [Callout::AcceptNewLink].into_iter().collect();
        ToChild::Play(Play {
            is_together: true,
            process: Process::Addresses,
            history: 3,
            fault,
            scenario,
            avoided,
            on_threads: true,
            times: 3,
        })
    };
    let mut to_child: Vec<ToChild> = answers().into_iter().map(ToChild::Answer).collect();
    to_child.extend([play(None, Some("steps = []")), play(Some("panic"), None)]);
    to_child.push(ToChild::Folder("/tmp/mockras-a".to_owned()));
    to_child.push(ToChild::Log("/proc/1/fd/3".to_owned()));
    to_child.push(ToChild::Look(r"Z:\gate.dll".to_owned()));
    read_back(&to_child);
    let mut from_child: Vec<FromChild> = answers().into_iter().map(FromChild::Answer).collect();
    from_child.extend(
        [Ok("xxh3:0"), Err("no such file")]
            .map(|seen| FromChild::Seen(seen.map(str::to_owned).map_err(str::to_owned))),
    );
    let name = "SIGSEGV".to_owned();
    let crash =
        Crash { number: 11, name, address: 1 << 40, module: "/lib/a.so".to_owned(), ..Crash::default() };
    from_child.extend([FromChild::Asking, FromChild::Crash(crash), FromChild::Exiting, FromChild::Leaving]);
    from_child.extend([FromChild::Done { is_dirty: true, shows: false }, FromChild::Bug("no".to_owned())]);
    read_back(&from_child);
}

#[test]
fn other_versions_and_long_frames_are_refused() {
    let mut body = Vec::new();
    let kind = |bytes: &[u8], body: &mut Vec<u8>| {
        take::<FromChild>(&mut &bytes[..], body).map(drop).map_err(|error| error.kind())
    };
    assert_eq!(kind(&[VERSION, 1, 0, 0, 0, 0], &mut body), Ok(()));
    for garbage in [
        &[VERSION + 1, 1, 0, 0, 0, 0][..],
        &[VERSION, 255, 255, 255, 255, 0],
        &[VERSION, 1, 0, 0, 0, 99],
        &[VERSION, 2, 0, 0, 0, 0, 0],
        b"Hello, world",
    ] {
        assert_eq!(kind(garbage, &mut body), Err(io::ErrorKind::InvalidData), "{garbage:?}");
    }
}

proptest! {
    #[test]
    fn garbage_is_read_to_its_end(bytes in proptest::collection::vec(any::<u8>(), 0..400), framed: bool) {
        let mut body = Vec::new();
        let mut all = bytes.clone();
        if framed {
            all = vec![VERSION];
            u32::try_from(bytes.len()).expect("few").put(&mut all);
            all.extend(&bytes);
        }
        let mut from = &all[..];
        while let Ok(Some(_)) = take::<ToChild>(&mut from, &mut body) {}
        let mut from = &all[..];
        while let Ok(Some(message)) = take::<FromChild>(&mut from, &mut body) {
            // Whatever was read holds no more than what was there.
            let length = format!("{message:?}").len();
            prop_assert!(length < 200 * (1 + bytes.len()), "{}", length);
        }
        prop_assert!(body.capacity() <= 2 * all.len() + 64);
    }

    #[test]
    fn changed_messages_are_read_to_their_end(which in 0..11usize, at in any::<usize>(), byte in any::<u8>()) {
        let mut bytes = Vec::new();
        put(&FromChild::Answer(answers().swap_remove(which)), &mut bytes);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = take::<FromChild>(&mut &bytes[..], &mut Vec::new());
    }
}
