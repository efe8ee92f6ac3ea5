// Writes every sample report in every format into a directory, for other people's validators.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "../unit/sample_report.h"
#include "report/render.h"

int main(int count, char** arguments) {
  using namespace moongate;
  if (count != 2) {
    std::cerr << "usage: write_samples DIRECTORY\n";
    return 2;
  }
  const std::filesystem::path directory = arguments[1];
  const std::pair<const char*, Report> reports[] = {{"ordinary", sample::ordinary()},
                                                    {"clean", sample::clean()},
                                                    {"empty", Report{}},
                                                    {"rare", sample::rare()},
                                                    {"broken", sample::broken()},
                                                    {"outside", sample::outside()},
                                                    {"hostile", sample::hostile()},
                                                    {"large", sample::large(26'000)}};
  for (const auto& [name, report] : reports)
    for (const std::string& format : format_names()) {
      const std::filesystem::path path = directory / (std::string(name) + "." + format);
      std::ofstream stream(path, std::ios::binary);
      stream << render(report, format, {}) << std::flush;
      if (!stream) {
        std::cerr << "cannot write " << path << "\n";
        return 1;
      }
    }
}
