using Microsoft.Extensions.Logging;

namespace Integrations.Core.Diagnostics;

/// <summary>A level that holds for a time, on this node.</summary>
/// <param name="Category">What the log's categories begin with, such as <c>Integrations.Core.Webhooks</c>.</param>
public sealed record LogLevelForATime(string Category, LogLevel Level, DateTimeOffset Until);
