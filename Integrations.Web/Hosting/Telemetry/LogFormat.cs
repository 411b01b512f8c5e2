using Microsoft.Extensions.Logging.Console;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>How the console's lines look: <c>Logging:Format</c>, unless <c>Logging:Console:FormatterName</c> names one of the framework's.</summary>
internal static class LogFormat
{
    public const string Key = "Logging:Format";
    public const string Line = "line";
    public const string Json = "json";

    public static IReadOnlyList<string> All { get; } = [Line, Json];

    public static WebApplicationBuilder AddLogFormat(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();
        var isJson = string.Equals(builder.Configuration[Key], Json, StringComparison.OrdinalIgnoreCase);
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName ??= isJson ? JsonLineFormatter.FormatterName : LineFormatter.FormatterName);
        return builder;
    }
}
