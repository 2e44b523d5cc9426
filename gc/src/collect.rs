//! Collections: what is shared by all kinds, and the decision between them.

use std::time::Instant;

use crate::client::{Client, Report, Request};
use crate::heap::Heap;

/// What earlier collections taught.
#[derive(Debug)]
pub(crate) struct History {
    pub tenuring_threshold: u32,
}

impl History {
    pub fn new(tenuring_threshold: u32) -> History {
        History { tenuring_threshold }
    }
}

impl Heap {
    /// Collects.
    ///
    /// # Safety
    /// All mutators are stopped, their allocation buffers retired, and their roots are those that `client` visits.
    pub unsafe fn collect(&self, client: &dyn Client, request: Request) -> Report {
        let _ = client;
        self.close_eden();
        let spaces = self.spaces();
        Report {
            id: 0,
            kind: request.kind,
            cause: request.cause,
            start: Instant::now(),
            duration: Default::default(),
            before: spaces,
            after: spaces,
            phases: Vec::new(),
            promoted: 0,
            evacuation_failed: false,
            tenuring_threshold: self.history.lock().tenuring_threshold,
            ages: [0; 17],
            discovered: [0; 4],
            enqueued: [0; 4],
            workers: 1,
        }
    }
}
