using System.Text;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Hosting.Telemetry;

/// <summary>What someone sends cannot begin a line of the log.</summary>
public sealed class LogEncodingTests
{
    private const string Forged = "info: Hub[1] admin signed in";

    [Fact, Proves("L2")]
    public async Task LineBreaksInARequest_StayInTheirLine_InMessagesPropertiesAndScopes()
    {
        var log = new LogCapture();
        await using var hub = new HubApp().With("Logging:LogLevel:Microsoft.AspNetCore", "Information").Serving(services => services.AddSingleton<ILoggerProvider>(log));
        using var client = hub.Anonymous();
        foreach (var breaks in new[] { "%0D%0A", "%0A", "%0D", "%E2%80%A8", "%C2%85", "%1B%5B2J" })
        {
            using var answer = await client.GetAsync(new Uri($"/api/x{breaks}{Uri.EscapeDataString(Forged)}?q={breaks}{Uri.EscapeDataString(Forged)}", UriKind.Relative));
        }

        var (name, reasons) = ($"x\r\n{Forged}", new StringBuilder("y\n" + Forged));
        var logger = hub.Services.GetRequiredService<ILogger<LogEncodingTests>>();
        logger.LogWarning("Someone calls themself {Name} for {Reasons}", name, reasons);

        // The server's request logging names the decoded path; that is what makes this a test.
        Assert.Contains(log.Lines, l => l.Contains(Forged, StringComparison.Ordinal) && l.Contains("Microsoft.AspNetCore", StringComparison.Ordinal));
        var told = log.Lines.Where(l => l.Contains(Forged, StringComparison.Ordinal)).Select(l => l.TrimEnd()).ToList();
        Assert.All(told, l => Assert.DoesNotContain(l, c => char.IsControl(c) || c == '\u2028'));
        Assert.Contains(told, l => l.Contains($@"x\r\n{Forged} for y\n{Forged}", StringComparison.Ordinal));
    }

    [Fact, Proves("L2")]
    public async Task WhatIsExported_IsEncodedToo()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var hub = new HubApp().With("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url).With("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf").With("OTEL_BLRP_SCHEDULE_DELAY", "100");
        await hub.InitializeAsync();

        var (logger, name) = (hub.Services.GetRequiredService<ILogger<LogEncodingTests>>(), $"x\n{Forged}");
        logger.LogWarning("Someone calls themself {Name}, {Times} times", name, 3);

        await Eventually.ValueAsync(() => Task.FromResult(collector.Logs.FirstOrDefault(l => l.Category.EndsWith(nameof(LogEncodingTests), StringComparison.Ordinal))), found => found is not null);
        var exported = collector.Logs.First(l => l.Category.EndsWith(nameof(LogEncodingTests), StringComparison.Ordinal));
        Assert.Equal(($@"x\n{Forged}", "3"), (exported.Tags["Name"], exported.Tags["Times"]));
        Assert.DoesNotContain('\n', exported.Body);
    }

    [Theory, Proves("L2")]
    [InlineData("nothing to do", "nothing to do")]
    [InlineData("a\r\nb\tc", @"a\r\nb\tc")]
    [InlineData("\u0085\u2028\u2029\u202e\u001b[31m", @"\u0085\u2028\u2029\u202e\u001b[31m")]
    [InlineData("Größe 🙂", "Größe 🙂")]
    public void Text_IsEncoded(string text, string expected)
    {
        Assert.Equal(expected, LogText.Encode(text));
        Assert.Equal(expected, LogText.EncodeValue(text));
        Assert.Equal(7, LogText.EncodeValue(7));
    }
}
