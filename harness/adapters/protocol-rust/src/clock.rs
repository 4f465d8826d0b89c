//! A clock for libraries that ask the system for the time. The program's own clock_gettime replaces that of the C library.

use std::sync::atomic::{AtomicI64, Ordering};

const UNSET: i64 = i64::MIN;
static NOW: AtomicI64 = AtomicI64::new(UNSET);

/// From now on the time of day is `now`, in seconds since 1970. Clocks that measure durations go on.
pub fn set_clock(now: i64) {
    NOW.store(now, Ordering::SeqCst);
}

/// # Safety
/// `time` points to a timespec, as for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn clock_gettime(clock: libc::clockid_t, time: *mut libc::timespec) -> libc::c_int {
    let status = unsafe { libc::syscall(libc::SYS_clock_gettime, clock, time) } as libc::c_int;
    let now = NOW.load(Ordering::SeqCst);
    if status == 0 && clock == libc::CLOCK_REALTIME && now != UNSET {
        unsafe { *time = libc::timespec { tv_sec: now, tv_nsec: 0 } };
    }
    status
}
