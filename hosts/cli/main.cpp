#include <iostream>

#include "version.h"

int main() {
  std::cout << "moongate " << moongate::version << '\n';
}
