// Stands in for dockerode's decoder of BuildKit's output, whose protobuf library would be half of the bundle.
module.exports = {};
