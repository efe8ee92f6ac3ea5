#include "git/objects/pack_walk.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "git/objects/damage.h"
#include "git/objects/delta.h"

namespace moongate {

namespace {

using Node = PackGraph::Node;
constexpr Node none = PackGraph::none;

// Memory that is not filled before it is written: what a damaged pack merely declares costs
// nothing.
class Buffer {
 public:
  void resize(std::size_t size) {
    if (size > capacity_ || capacity_ == 0) {
      bytes_.reset();
      capacity_ = 0;
      const std::size_t wanted = std::max(size, std::size_t{64});
      bytes_.reset(new char[wanted]);
      capacity_ = wanted;
    }
    size_ = size;
  }
  // Gives large memory back, so that one huge object does not stay with every thread.
  void shrink() {
    constexpr std::size_t kept_bytes = std::size_t{4} << 20;
    if (capacity_ <= kept_bytes) return;
    bytes_.reset();
    capacity_ = size_ = 0;
  }
  char* data() { return bytes_.get(); }
  std::string_view view() const { return {bytes_.get(), size_}; }
  std::size_t capacity() const { return capacity_; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0, capacity_ = 0;
};

// An object on which others are built, counted as long as anybody holds it.
class Base {
 public:
  explicit Base(std::atomic<std::size_t>& held) : held_(held) {}
  ~Base() { held_ -= counted_; }
  Base(const Base&) = delete;
  Base& operator=(const Base&) = delete;

  Buffer& buffer() { return buffer_; }
  std::string_view view() const { return buffer_.view(); }
  void count() {
    counted_ = buffer_.capacity();
    held_ += counted_;
  }

 private:
  std::atomic<std::size_t>& held_;
  std::size_t counted_ = 0;
  Buffer buffer_;
};

using SharedBase = std::shared_ptr<Base>;

// Some groups to walk, or a part of one that a busy thread gave away.
struct Task {
  std::size_t first_root = 0, end_root = 0;
  Node node = none;
  SharedBase parent;
};

class Walk {
 public:
  Walk(const PackGraph& graph, ObjectStore::Impl& store, const ScanOptions& options,
       const ObjectVisitor& visit)
      : graph_(graph), store_(store), options_(options), visit_(visit) {}

  void run(int threads);

 private:
  friend class Worker;

  bool take(Task& task);
  void give(Task task);
  void done();
  void fail(std::exception_ptr failure);

  const PackGraph& graph_;
  ObjectStore::Impl& store_;
  const ScanOptions& options_;
  const ObjectVisitor& visit_;
  std::atomic<std::size_t> held_bytes_{0};
  std::atomic<int> idle_{0};
  std::atomic<bool> has_failed_{false};

  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::deque<Task> given_;
  std::size_t next_root_ = 0;
  int busy_ = 0;
  std::exception_ptr failure_;
};

// One thread's part of a walk.
class Worker {
 public:
  explicit Worker(Walk& walk) : walk_(walk), graph_(walk.graph_) {}

  void run() {
    Task task;
    while (walk_.take(task)) {
      try {
        for (std::size_t i = task.first_root; i < task.end_root; ++i) {
          walk_group(graph_.roots()[i], nullptr);
        }
        if (task.node != none) walk_group(task.node, std::move(task.parent));
      } catch (...) {
        walk_.fail(std::current_exception());
      }
      task = Task();
      walk_.done();
    }
  }

 private:
  struct Frame {
    Node node = none;
    Node next = none;  // the next child that has children of its own
    SharedBase base;   // null: dropped to save memory
  };

  bool is_leaf(Node node) const { return graph_.first_child(node) == none; }

  Node skip_leaves(Node child) const {
    while (child != none && is_leaf(child)) child = graph_.next_sibling(child);
    return child;
  }

  void deliver(Node node, std::string_view bytes) {
    if (graph_.is_wanted(node)) walk_.visit_(graph_.id(node), graph_.type(node), bytes);
  }

  // The object's bytes, from its base's where it has one.
  void inflate(Node node, std::string_view base, Buffer& out) {
    if (graph_.is_borrowed(node)) {
      borrow(node, out);
      return;
    }
    try {
      inflate_here(node, base, out);
    } catch (const Error&) {
      // Another pack, or a loose file, may have an undamaged copy; where not, this throws as well.
      if (!graph_.has_id(node)) throw;
      borrow(node, out);
    } catch (const std::bad_alloc&) {
      throw Error(ProblemKind::repository,
                  "there is not enough memory for an object of " + graph_.pack().path() +
                      " (at offset " + std::to_string(graph_.offset(node)) + ")",
                  "give this process more memory, or check whether it is meant to be so large");
    }
  }

  void borrow(Node node, Buffer& out) {
    const auto object = walk_.store_.read(graph_.id(node));
    if (!object || object->type != graph_.type(node)) {
      throw damaged(graph_.pack().path(), graph_.offset(node), "an object cannot be read");
    }
    out.resize(object->bytes->size());
    std::copy(object->bytes->begin(), object->bytes->end(), out.data());
  }

  void inflate_here(Node node, std::string_view base, Buffer& out) {
    constexpr std::uint64_t large_bytes = std::uint64_t{1} << 20;
    const Pack& pack = graph_.pack();
    const std::uint64_t offset = graph_.offset(node);
    const PackEntry entry = pack.entry(offset);
    if (!entry.is_delta()) {
      out.resize(entry.size);
      pack.inflate(offset, entry, out.data());
      return;
    }
    delta_.resize(entry.size);
    pack.inflate(offset, entry, delta_.data());
    const auto sizes = delta_sizes(delta_.view());
    if (!sizes) throw damaged(pack.path(), offset, "a delta declares no sizes");
    if (sizes->result > large_bytes && !delta_makes_its_size(delta_.view(), *sizes)) {
      throw damaged(pack.path(), offset, "a delta does not make what it declares");
    }
    out.resize(sizes->result);
    if (!apply_delta(base, delta_.view(), *sizes, out.data())) {
      throw damaged(pack.path(), offset, "a delta does not fit its base");
    }
    delta_.shrink();
  }

  SharedBase make_base(Node node, std::string_view parent) {
    auto base = std::make_shared<Base>(walk_.held_bytes_);
    inflate(node, parent, base->buffer());
    base->count();
    return base;
  }

  // A base that was dropped: from the nearest object above it that is still held.
  SharedBase rebuild(Node node) {
    std::vector<Node> path;
    SharedBase base;
    for (Node at = node; at != none && !base; at = graph_.parent(at)) {
      const auto held = std::find_if(stack_.begin(), stack_.end(), [&](const Frame& frame) {
        return frame.node == at && frame.base;
      });
      if (held != stack_.end()) {
        base = held->base;
      } else {
        path.push_back(at);
      }
    }
    for (; !path.empty(); path.pop_back()) {
      base = make_base(path.back(), base ? base->view() : std::string_view());
    }
    return base;
  }

  void enter(Node node, SharedBase base) {
    deliver(node, base->view());
    for (Node child = graph_.first_child(node); child != none; child = graph_.next_sibling(child)) {
      if (!is_leaf(child)) continue;
      inflate(child, base->view(), leaf_);
      deliver(child, leaf_.view());
      leaf_.shrink();
    }
    const Node next = skip_leaves(graph_.first_child(node));
    if (next != none) stack_.push_back({node, next, std::move(base)});
  }

  void drop_what_exceeds() {
    for (std::size_t i = 0; i + 1 < stack_.size(); ++i) {
      if (walk_.held_bytes_ <= walk_.options_.memory_bytes) return;
      stack_[i].base.reset();
    }
  }

  // The lowest part of the stack is what most likely stands for the most work.
  void share_with_idle() {
    for (Frame& frame : stack_) {
      if (!frame.base) continue;
      const Node after = skip_leaves(graph_.next_sibling(frame.next));
      if (after == none) continue;
      Task task;
      task.node = frame.next;
      task.parent = frame.base;
      frame.next = after;
      walk_.give(std::move(task));
      return;
    }
  }

  void walk_group(Node node, SharedBase parent) {
    stack_.clear();
    if (is_leaf(node)) {
      if (walk_.has_failed_) return;
      inflate(node, parent ? parent->view() : std::string_view(), leaf_);
      deliver(node, leaf_.view());
      leaf_.shrink();
      return;
    }
    {
      SharedBase base = make_base(node, parent ? parent->view() : std::string_view());
      parent.reset();
      enter(node, std::move(base));
    }
    while (!stack_.empty() && !walk_.has_failed_) {
      if (walk_.idle_ > 0) share_with_idle();
      Frame& frame = stack_.back();
      if (!frame.base) frame.base = rebuild(frame.node);
      const Node child = frame.next;
      frame.next = skip_leaves(graph_.next_sibling(child));
      SharedBase base = make_base(child, frame.base->view());
      if (frame.next == none) stack_.pop_back();
      enter(child, std::move(base));
      drop_what_exceeds();
    }
    stack_.clear();
  }

  Walk& walk_;
  const PackGraph& graph_;
  std::vector<Frame> stack_;
  Buffer leaf_, delta_;
};

bool Walk::take(Task& task) {
  constexpr std::size_t roots_at_once = 16;
  std::unique_lock lock(mutex_);
  for (;;) {
    if (has_failed_) return false;
    if (!given_.empty()) {
      task = std::move(given_.front());
      given_.pop_front();
      ++busy_;
      return true;
    }
    if (next_root_ < graph_.roots().size()) {
      task.first_root = next_root_;
      task.end_root = next_root_ = std::min(next_root_ + roots_at_once, graph_.roots().size());
      ++busy_;
      return true;
    }
    if (busy_ == 0) return false;
    ++idle_;
    changed_.wait(lock);
    --idle_;
  }
}

void Walk::give(Task task) {
  {
    const std::scoped_lock lock(mutex_);
    given_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void Walk::done() {
  const std::scoped_lock lock(mutex_);
  --busy_;
  if (busy_ == 0) changed_.notify_all();
}

void Walk::fail(std::exception_ptr failure) {
  const std::scoped_lock lock(mutex_);
  if (!failure_) failure_ = std::move(failure);
  has_failed_ = true;
  changed_.notify_all();
}

void Walk::run(int threads) {
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) {
    others.emplace_back([this] { Worker(*this).run(); });
  }
  Worker(*this).run();
  others.clear();
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace

void walk_pack(const PackGraph& graph, ObjectStore::Impl& store, const ScanOptions& options,
               int threads, const ObjectVisitor& visit) {
  Walk(graph, store, options, visit).run(threads);
}

}  // namespace moongate
