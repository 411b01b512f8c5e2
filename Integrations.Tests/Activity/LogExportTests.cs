using System.Net;
using System.Text.Json;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Activity;

/// <summary>The files that the activity and audit pages offer.</summary>
public sealed class LogExportTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task Audit_AsCsv_IsAFileWithOneHeadAndOneRowAnEntry()
    {
        using var admin = await hub.SignedInAsync("admin@acme.test");

        using var answer = await admin.GetAsync(new Uri("/audit/export/csv?action=session.", UriKind.Relative));
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("audit.csv", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.StartsWith("\"when\",\"who\",\"action\"", lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        // Every cell is quoted, so that no reader guesses what a separator means.
        Assert.All(lines, line => Assert.Matches("^\uFEFF?\"([^\"]|\"\")*\"(,\"([^\"]|\"\")*\")*$", line));
        Assert.All(lines.Skip(1), line => Assert.Contains("session.", line, StringComparison.Ordinal));
        Assert.True(lines.Length > 1);
    }

    [Fact]
    public async Task Activity_AsJson_IsAList()
    {
        using var user = await hub.SignedInAsync("user@acme.test");

        using var rows = JsonDocument.Parse(await user.GetStringAsync(new Uri("/activity/export/json?status=failed", UriKind.Relative)));

        Assert.Equal(JsonValueKind.Array, rows.RootElement.ValueKind);
    }

    [Fact]
    public async Task Activity_SaysWhichProgramCalled()
    {
        using var admin = await hub.SignedInAsync("admin@acme.test");

        var head = (await admin.GetStringAsync(new Uri("/activity/export/csv", UriKind.Relative))).Split("\r\n")[0];

        Assert.Contains("\"by\",\"program\",", head, StringComparison.Ordinal);
    }

    [Theory, Proves("A3")]
    [InlineData("user@acme.test", "/audit/export/csv")]
    [InlineData(null, "/activity/export/csv")]
    public async Task Export_WithoutTheRight_GivesNoRow(string? email, string address)
    {
        using var client = email is null ? hub.Anonymous() : await hub.SignedInAsync(email);

        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual("text/csv", answer.Content.Headers.ContentType?.MediaType);
    }
}
