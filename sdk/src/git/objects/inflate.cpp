#include "git/objects/inflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>

namespace moongate {

namespace {

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* decompressor) const {
    libdeflate_free_decompressor(decompressor);
  }
};

libdeflate_decompressor* this_threads_decompressor() {
  thread_local std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(
      libdeflate_alloc_decompressor());
  if (!decompressor) throw std::bad_alloc();
  return decompressor.get();
}

}  // namespace

bool plausible_size(std::size_t compressed, std::uint64_t inflated) {
  return inflated <= (std::uint64_t{compressed} + 1) * 1032;
}

bool inflate_exactly(std::span<const unsigned char> in, char* out, std::size_t size) {
  std::size_t used = 0;
  std::size_t written = 0;
  char nothing = 0;
  const auto result =
      libdeflate_zlib_decompress_ex(this_threads_decompressor(), in.data(), in.size(),
                                    size == 0 ? &nothing : out, size, &used, &written);
  return result == LIBDEFLATE_SUCCESS && written == size;
}

namespace {

// Above this a string is not filled with zeros first to be inflated into at once.
constexpr std::size_t large_bytes = std::size_t{64} << 20;

// zlib, slower than libdeflate by a factor of two to three, but in pieces.
bool inflate_in_pieces(std::span<const unsigned char> in, std::string& out, std::size_t size,
                       std::size_t skip) {
  constexpr std::size_t piece_bytes = std::size_t{256} << 10;
  const std::unique_ptr<char[]> piece(new char[piece_bytes]);
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
  out.clear();
  out.reserve(size - skip);
  std::size_t written = 0;
  std::size_t consumed = 0;
  for (int result = Z_OK; result != Z_STREAM_END;) {
    if (stream.avail_in == 0) {
      const std::size_t amount = std::min(in.size() - consumed, std::size_t{1} << 30);
      if (amount == 0) return false;
      stream.next_in = const_cast<unsigned char*>(in.data() + consumed);
      stream.avail_in = static_cast<uInt>(amount);
      consumed += amount;
    }
    stream.next_out = reinterpret_cast<unsigned char*>(piece.get());
    stream.avail_out = piece_bytes;
    result = inflate(&stream, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END) return false;
    const std::size_t amount = piece_bytes - stream.avail_out;
    if (amount > size - written) return false;
    const std::size_t left_out = written < skip ? std::min(skip - written, amount) : 0;
    out.append(piece.get() + left_out, amount - left_out);
    written += amount;
  }
  return written == size;
}

}  // namespace

bool inflate_into(std::span<const unsigned char> in, std::string& out, std::size_t size,
                  std::size_t skip) {
  if (size > large_bytes) return inflate_in_pieces(in, out, size, skip);
  out.resize(size);
  if (!inflate_exactly(in, out.data(), size)) return false;
  out.erase(0, skip);
  return true;
}

// zlib here too, since libdeflate only inflates whole streams: the size of a loose file or of a
// delta's result stands in the first bytes of what may be a large stream.
std::size_t inflate_prefix(std::span<const unsigned char> in, char* out, std::size_t size) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  stream.next_in = const_cast<unsigned char*>(in.data());
  stream.avail_in =
      static_cast<uInt>(std::min<std::size_t>(in.size(), std::numeric_limits<uInt>::max()));
  stream.next_out = reinterpret_cast<unsigned char*>(out);
  stream.avail_out = static_cast<uInt>(size);
  const int result = inflate(&stream, Z_SYNC_FLUSH);
  const std::size_t written = size - stream.avail_out;
  inflateEnd(&stream);
  return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ? written : 0;
}

}  // namespace moongate
