using Integrations.Core.Demo;
using Integrations.Primitives;
using Integrations.Web.Hosting.Telemetry;
using Integrations.Web.Hosting.Sandbox;

namespace Integrations.Web.Hosting.Settings;

/// <summary>Settings of the server, the log and the telemetry, and what Production does not allow (SECURITY V7).</summary>
internal static class HostSettings
{
    private static readonly string[] OtlpEndpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"];

    public static IEnumerable<SettingProblem> Check(IConfiguration configuration, IHostEnvironment environment) =>
        Addresses(configuration, environment).Concat(Logs(configuration)).Concat(Telemetry(configuration)).Concat(SandboxHosting.Refuse(configuration, environment))
            .Concat(environment.IsProduction() ? Production(configuration) : []);

    private static IEnumerable<SettingProblem> Addresses(IConfiguration configuration, IHostEnvironment environment)
    {
        foreach (var address in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IsAddress(address))
            {
                yield return new SettingProblem("urls", $"'{address}' is no address to listen on. Write http://127.0.0.1:5080 (variable: ASPNETCORE_URLS).");
            }
            else if (address.StartsWith("https:", StringComparison.OrdinalIgnoreCase) && !environment.IsDevelopment() && !configuration.GetSection("Kestrel:Certificates:Default").Exists())
            {
                yield return new SettingProblem("urls", $"'{address}' needs a certificate. Listen on http behind a proxy that has one (deploy/), or set Kestrel:Certificates:Default:Path.");
            }
        }
    }

    private static bool IsAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address) is { Scheme: "http" or "https" };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<SettingProblem> Logs(IConfiguration configuration)
    {
        var format = configuration[LogFormat.Key];
        if (!string.IsNullOrEmpty(format) && !LogFormat.All.Contains(format, StringComparer.OrdinalIgnoreCase))
        {
            yield return new SettingProblem(LogFormat.Key, $"'{format}' is not one of {string.Join(", ", LogFormat.All)}.");
        }

        // Logging:LogLevel for all, Logging:Console:LogLevel for one way out.
        var levels = configuration.GetSection("Logging").GetChildren().Select(child => child.Key == "LogLevel" ? child : child.GetSection("LogLevel")).SelectMany(section => section.GetChildren());
        foreach (var level in levels.Where(level => level.Value is { Length: > 0 } && !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _)))
        {
            yield return new SettingProblem(level.Path, $"'{level.Value}' is not one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
        }
    }

    private static IEnumerable<SettingProblem> Telemetry(IConfiguration configuration)
    {
        foreach (var key in OtlpEndpoints)
        {
            if (configuration[key] is { Length: > 0 } given && !(Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                yield return new SettingProblem(key, "is no address. Write it with its scheme, such as http://collector.example.org:4317.");
            }
        }

        if (configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] is { Length: > 0 } protocol && protocol is not ("grpc" or "http/protobuf"))
        {
            yield return new SettingProblem("OTEL_EXPORTER_OTLP_PROTOCOL", $"'{protocol}' is not one of grpc, http/protobuf.");
        }
    }

    private static IEnumerable<SettingProblem> Production(IConfiguration configuration)
    {
        if (IsTrue(configuration[$"{DemoOptions.Section}:{nameof(DemoOptions.Seed)}"]))
        {
            yield return new SettingProblem($"{DemoOptions.Section}:{nameof(DemoOptions.Seed)}", "is true. Production does not start with demo data. Take it out.");
        }

        if (Version.TryParse(configuration[$"{PublicOriginOptions.Section}:{nameof(RuntimeOptions.MinimumRuntime)}"] ?? RuntimeOptions.BuiltWith, out var minimum) && Environment.Version < minimum)
        {
            yield return new SettingProblem($"{PublicOriginOptions.Section}:{nameof(RuntimeOptions.MinimumRuntime)}", $"is {minimum}, and this runtime is {Environment.Version}. Update .NET.");
        }

        if (Uri.TryCreate(configuration[$"{PublicOriginOptions.Section}:{nameof(PublicOriginOptions.PublicOrigin)}"], UriKind.Absolute, out var origin)
            && origin.Scheme == Uri.UriSchemeHttp && !origin.IsLoopback)
        {
            yield return new SettingProblem(
                $"{PublicOriginOptions.Section}:{nameof(PublicOriginOptions.PublicOrigin)}", $"'{origin.GetLeftPart(UriPartial.Authority)}' is plain http: browsers would send passwords in clear. Put a proxy with a certificate in front, and write its https address (deploy/).");
        }
    }

    private static bool IsTrue(string? text) => bool.TryParse(text, out var flag) && flag;
}
