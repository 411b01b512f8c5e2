using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="Start">A day or a moment; inclusive.</param>
/// <param name="End">A day or a moment; a day counts whole.</param>
[ApiRequest]
internal sealed record DateRange(string? Start, string? End);
