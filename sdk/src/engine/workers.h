// Work on all cores, started only when there is enough of it to pay for the threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace moongate {

// Calls work(worker, item) for every item in [0, count) once, items in order of their start; worker
// is in [0, jobs). The calling thread is worker 0; the others start only if after a few
// milliseconds as much again is left, so that a small change (the common hook) pays for none. What
// `work` throws ends the run and is rethrown here. A set `cancel` stops before the next item.
void for_each_item(unsigned jobs, std::size_t count, const std::atomic<bool>* cancel,
                   const std::function<void(unsigned worker, std::size_t item)>& work);

}  // namespace moongate
