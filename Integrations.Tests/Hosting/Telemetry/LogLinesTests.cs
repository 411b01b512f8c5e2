using System.Globalization;
using System.Text.Json;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Integrations.Tests.Hosting.Telemetry;

/// <summary>The console's lines: one for each event, as text or as JSON, with the request's id, and a stack trace for faults alone.</summary>
public sealed class LogLinesTests
{
    [Fact]
    public void Line_HasTimeLevelCategoryEventAndMessage()
    {
        var line = Assert.Single(Written(new LineFormatter(new MovableClock()), exception: null));

        Assert.Equal("2026-11-20T09:00:00.000Z warn Integrations.Core.Webhooks.WebhookDispatcher[5001] A delivery to \"x\" failed", line);
    }

    [Fact, Proves("RO4")]
    public void Line_WithinARequest_HasItsId()
    {
        using var activity = new System.Diagnostics.Activity("request").Start();

        Assert.EndsWith($" request={activity.TraceId.ToHexString()}", Assert.Single(Written(new LineFormatter(new MovableClock()), exception: null)), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Assert.Single(Written(new JsonLineFormatter(new MovableClock()), exception: null)));
        Assert.Equal(activity.TraceId.ToHexString(), json.RootElement.GetProperty("request").GetString());
    }

    [Fact]
    public void Exception_OfTheWorld_StaysInTheLine_AndAFaultHasItsStack()
    {
        var world = Thrown(new HttpRequestException("No route\nto host", new IOException("down")));
        var fault = Thrown(new InvalidOperationException("Sequence contains no elements"));

        var line = Assert.Single(Written(new LineFormatter(new MovableClock()), world));
        Assert.EndsWith(@"(HttpRequestException: No route\nto host <- IOException: down)", line, StringComparison.Ordinal);
        var lines = Written(new LineFormatter(new MovableClock()), fault);
        Assert.Contains("(InvalidOperationException: Sequence contains no elements)", lines[0], StringComparison.Ordinal);
        Assert.True(lines.Length > 1);
        Assert.All(lines.Skip(1), l => Assert.StartsWith("    at ", l, StringComparison.Ordinal));
    }

    [Fact]
    public void Json_IsOneObjectALine_WithPropertiesAndException()
    {
        using var json = JsonDocument.Parse(Assert.Single(Written(new JsonLineFormatter(new MovableClock()), Thrown(new TimeoutException("late")))));

        var root = json.RootElement;
        Assert.Equal("2026-11-20T09:00:00Z", root.GetProperty("time").GetString());
        Assert.Equal(("Warning", 5001), (root.GetProperty("level").GetString(), root.GetProperty("event").GetInt32()));
        Assert.Equal("A delivery to \"x\" failed", root.GetProperty("message").GetString());
        Assert.Equal(3, root.GetProperty("properties").GetProperty("Attempt").GetInt32());
        Assert.Equal("System.TimeoutException", root.GetProperty("exception").GetProperty("type").GetString());
        Assert.False(root.GetProperty("exception").TryGetProperty("stack", out _));
    }

    private static string[] Written(ConsoleFormatter formatter, Exception? exception)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        KeyValuePair<string, object?>[] state = [new("Attempt", 3), new("{OriginalFormat}", "A delivery")];
        formatter.Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
                LogLevel.Warning, "Integrations.Core.Webhooks.WebhookDispatcher", new EventId(5001), state, exception, (_, _) => "A delivery to \"x\" failed"),
            scopeProvider: null, writer);
        return writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught) when (caught == exception)
        {
            return caught;
        }
    }
}
