using Integrations.Connectors.Manifest;

namespace Integrations.Web.Api.Platform;

internal sealed record AuthMethodResponse(string Kind, string DisplayName, IReadOnlyList<FieldDescriptor> Fields);
