# The program in an image that holds nothing else: hosts/github/action.yml builds and runs it, and any
# other CI can. The context is the repository's root.
#
#   docker build -t moongate .
#   docker run --rm -v "$PWD:/work" -w /work moongate check --all
#
# A program that is built already (a release's, or what CI has just tested) goes into the same image by
# standing in for the first stage, with the directory that it lies in:
#
#   docker build --build-context build=build/release -t moongate .
#
# Two builds of one source are one program, byte for byte, and one image, to the digest: with SOURCE_DATE_EPOCH and BuildKit's
# rewrite-timestamp=true, or Buildah's --timestamp.
FROM debian:12 AS build
COPY . /source
WORKDIR /source
RUN ./dev build && cp build/release/moongate /moongate && /moongate --version

FROM scratch
# The entry point is the program itself: a shell would drop the action's inputs, whose names have
# hyphens, and there would have to be a shell.
COPY --from=build /moongate /moongate
ENTRYPOINT ["/moongate"]
