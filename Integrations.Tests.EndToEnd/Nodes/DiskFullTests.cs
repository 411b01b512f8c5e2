using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Microsoft.Data.Sqlite;

namespace Integrations.Tests.EndToEnd.Nodes;

/// <summary>A SQLite file that cannot grow: the system's own limit on file sizes, set on and taken off a running process.</summary>
public sealed class DiskFullTests(ITestOutputHelper output)
{
    [Fact, Proves("D9")]
    public async Task DatabaseThatCannotGrow_WritesAnswer503_ReadsWork_AndItRecoversWithoutARestart()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit"), "Needs Linux with prlimit (package util-linux).");
        var folder = Directory.CreateTempSubdirectory("hub-full-");
        var file = Path.Combine(folder.FullName, "hub.db");
        try
        {
            var settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Integrations"] = $"Data Source={file}",
                ["KeyRing__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            }.Patiently();
            var acknowledged = new List<string>();
            using (var web = await WebProcess.StartAsync([WebProcess.Program()], settings, "/health/ready", ignoring: "XFSZ"))
            {
                using var client = new HttpClient { BaseAddress = web.Address };
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await NodeCluster.TokenAsync(client));
                Assert.Equal(HttpStatusCode.Created, await CreateAsync(client, acknowledged));

                await LimitAsync(web.ProcessId, "0");
                var refused = 0;
                foreach (var attempt in Enumerable.Range(0, ProofSize.Of(10, 40)))
                {
                    var status = await CreateAsync(client, acknowledged);
                    Assert.True(status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Created, $"{status}");
                    refused += status == HttpStatusCode.ServiceUnavailable ? 1 : 0;
                    using var read = await client.GetAsync(new Uri("/api/tenant/integrations", UriKind.Relative));
                    Assert.Equal(HttpStatusCode.OK, read.StatusCode);
                }

                Assert.True(refused > 0, "The limit refused nothing.");
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);

                await LimitAsync(web.ProcessId, "unlimited");
                await Eventually.ValueAsync(() => CreateAsync(client, acknowledged), status => status == HttpStatusCode.Created);
                output.WriteLine($"{refused} writes refused with 503, {acknowledged.Count} acknowledged");
            }

            await using var database = new SqliteConnection($"Data Source={file};Pooling=false");
            await database.OpenAsync();
            Assert.Equal("ok", await ScalarAsync(database, "PRAGMA integrity_check"));
            foreach (var name in acknowledged)
            {
                Assert.Equal(1L, await ScalarAsync(database, $"SELECT COUNT(*) FROM Instances WHERE Name = '{name}'"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<HttpStatusCode> CreateAsync(HttpClient client, List<string> acknowledged)
    {
        var name = $"Full {Guid.NewGuid():N}";
        using var answer = await client.PostAsJsonAsync("/api/tenant/integrations", new { integrationId = "github", name });
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            Assert.NotNull(answer.Headers.RetryAfter);
        }
        else if (answer.IsSuccessStatusCode)
        {
            acknowledged.Add(name);
        }

        return answer.StatusCode;
    }

    /// <summary>The largest size that the process's files may grow to; the hard limit stays, so that it can be taken off again.</summary>
    private static async Task LimitAsync(int process, string bytes)
    {
        using var prlimit = Process.Start("/usr/bin/prlimit", [$"--pid={process}", $"--fsize={bytes}:"]);
        await prlimit.WaitForExitAsync();
        Assert.Equal(0, prlimit.ExitCode);
    }

    private static async Task<object?> ScalarAsync(SqliteConnection database, string query)
    {
        await using var command = database.CreateCommand();
#pragma warning disable CA2100 // Names are our own.
        command.CommandText = query;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
