# The program in an image that holds nothing else: hosts/github/action.yml builds and runs it, and any
# other CI can. The context is the repository's root.
#
#   docker build -t moongate .
#   docker run --rm -v "$PWD:/work" -w /work moongate check --all
FROM debian:12 AS build
COPY . /source
WORKDIR /source
RUN ./dev build && build/release/moongate --version

FROM scratch
# The entry point is the program itself: a shell would drop the action's inputs, whose names have
# hyphens, and there would have to be a shell.
COPY --from=build /source/build/release/moongate /moongate
ENTRYPOINT ["/moongate"]
