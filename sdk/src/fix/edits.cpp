#include "fix/edits.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace moongate {

namespace {

// A part of an edited text: bytes [begin, end) of the original, or, where that is empty, new text.
struct Piece {
  std::size_t begin = 0, end = 0;
  std::string text;
  std::size_t size() const { return text.empty() ? end - begin : text.size(); }
};

constexpr std::size_t to_the_end = std::numeric_limits<std::size_t>::max();

std::vector<Piece> pieces_of(const std::vector<TextEdit>& edits) {
  std::vector<Piece> pieces;
  std::size_t at = 0;
  for (const TextEdit& edit : edits) {
    if (edit.begin > at) pieces.push_back({at, edit.begin, {}});
    if (!edit.text.empty()) pieces.push_back({0, 0, edit.text});
    at = edit.end;
  }
  pieces.push_back({at, to_the_end, {}});
  return pieces;
}

std::vector<TextEdit> edits_of(const std::vector<Piece>& pieces) {
  std::vector<TextEdit> edits;
  std::size_t at = 0;
  std::string text;
  for (const Piece& piece : pieces) {
    if (!piece.text.empty()) {
      text += piece.text;
      continue;
    }
    if (piece.begin > at || !text.empty())
      edits.push_back({at, piece.begin, std::exchange(text, {})});
    at = piece.end;
  }
  return edits;
}

// Reads pieces from the front.
class Reader {
 public:
  explicit Reader(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  // The next `count` bytes go to `out`, or nowhere.
  void pass(std::size_t count, std::vector<Piece>* out) {
    while (count > 0 && next_ < pieces_.size()) {
      Piece& piece = pieces_[next_];
      const std::size_t taken = std::min(count, piece.size());
      Piece head;
      if (piece.text.empty()) {
        head = {piece.begin, piece.begin + taken, {}};
        piece.begin += taken;
      } else {
        head.text = piece.text.substr(0, taken);
        piece.text.erase(0, taken);
      }
      // A piece of new text that is used up looks like an empty part of the original.
      if (piece.size() == 0) ++next_;
      if (out) out->push_back(std::move(head));
      count -= taken;
    }
  }

  void rest(std::vector<Piece>& out) {
    for (; next_ < pieces_.size(); ++next_) out.push_back(std::move(pieces_[next_]));
  }

 private:
  std::vector<Piece> pieces_;
  std::size_t next_ = 0;
};

}  // namespace

std::string apply_edits(std::string_view text, const std::vector<TextEdit>& edits) {
  std::string result;
  std::size_t at = 0;
  for (const TextEdit& edit : edits) {
    result.append(text.substr(at, edit.begin - at)).append(edit.text);
    at = edit.end;
  }
  result.append(text.substr(at));
  return result;
}

std::vector<TextEdit> compose_edits(const std::vector<TextEdit>& first,
                                    const std::vector<TextEdit>& second) {
  Reader reader(pieces_of(first));
  std::vector<Piece> pieces;
  std::size_t at = 0;
  for (const TextEdit& edit : second) {
    reader.pass(edit.begin - at, &pieces);
    reader.pass(edit.end - edit.begin, nullptr);
    if (!edit.text.empty()) pieces.push_back({0, 0, edit.text});
    at = edit.end;
  }
  reader.rest(pieces);
  return edits_of(pieces);
}

std::vector<TextEdit> smallest_edits(std::string_view text, const std::vector<TextEdit>& edits) {
  std::vector<TextEdit> result;
  for (const TextEdit& edit : edits) {
    const std::string_view before = text.substr(edit.begin, edit.end - edit.begin);
    std::string_view after = edit.text;
    const auto head = static_cast<std::size_t>(
        std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first -
        before.begin());
    const std::size_t most = std::min(before.size(), after.size()) - head;
    std::size_t tail = 0;
    while (tail < most && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
      ++tail;
    if (before.size() == after.size() && head == before.size()) continue;
    after = after.substr(head, after.size() - head - tail);
    result.push_back({edit.begin + head, edit.end - tail, std::string(after)});
  }
  return result;
}

}  // namespace moongate
