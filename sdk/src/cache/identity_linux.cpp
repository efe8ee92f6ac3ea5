#include <elf.h>
#include <link.h>

#include <cstdint>
#include <cstring>

#include "cache/identity.h"

namespace moongate {

namespace {

struct Search {
  std::uintptr_t address = 0;  // of code of ours
  std::string found;
};

bool holds(const dl_phdr_info& object, std::uintptr_t address) {
  for (int i = 0; i < object.dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = object.dlpi_phdr[i];
    const std::uintptr_t begin = object.dlpi_addr + part.p_vaddr;
    if (part.p_type == PT_LOAD && address >= begin && address < begin + part.p_memsz) return true;
  }
  return false;
}

std::size_t padded(std::size_t size) {
  return (size + 3) / 4 * 4;
}

std::string build_id(const char* notes, std::size_t size) {
  while (size >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes, sizeof note);
    const std::size_t name = sizeof note, text = name + padded(note.n_namesz);
    if (text > size || note.n_descsz > size - text) return {};
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
        std::memcmp(notes + name, "GNU", 4) == 0)
      return {notes + text, note.n_descsz};
    const std::size_t next = text + padded(note.n_descsz);
    if (next > size) return {};
    notes += next;
    size -= next;
  }
  return {};
}

int look(dl_phdr_info* object, std::size_t, void* data) {
  Search& search = *static_cast<Search*>(data);
  if (!holds(*object, search.address)) return 0;
  for (int i = 0; i < object->dlpi_phnum && search.found.empty(); ++i) {
    const ElfW(Phdr)& part = object->dlpi_phdr[i];
    if (part.p_type == PT_NOTE)
      search.found = build_id(
          // NOLINTNEXTLINE(performance-no-int-to-ptr): that is how the loader says where it lies
          reinterpret_cast<const char*>(object->dlpi_addr + part.p_vaddr), part.p_memsz);
  }
  return 1;
}

}  // namespace

std::string program_identity() {
  Search search;
  search.address = reinterpret_cast<std::uintptr_t>(&program_identity);
  dl_iterate_phdr(look, &search);
  return search.found;
}

}  // namespace moongate
