using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Integrations.Benchmarks.Load;
using Integrations.Connectors.Declarative;

namespace Integrations.Benchmarks;

/// <summary>A catalog of a thousand systems beside the one that is shipped: what a file takes to read and to keep, and what pages and routes take.</summary>
internal static partial class CatalogSize
{
    private const int Systems = 1_000;
    private const int RequestsPerRound = 60;

    /// <summary>One person's requests are limited; they take turns.</summary>
    private const int People = 40;
    private const string Route = "/v1/integrations/available?limit=20";
    private const string Page = "/catalog";

    /// <summary>Longer than the catalog in memory goes without being compared with the database.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(5.2);

    /// <summary>Each with what it is called here. What is searched for, both catalogs have as often.</summary>
    private static readonly (string Path, string Name)[] Asked =
    [
        (Route, $"GET {Route}"),
        ("/v1/integrations/available?limit=20&query=no+such+words", "the same, for words that none has"),
        ("/api/integrations?limit=20", "GET /api/integrations?limit=20"),
        ("/api/integrations?limit=20&search=no+such+words", "the same, for words that none has"),
        (Page, $"GET {Page}, as a browser gets it first"),
        ($"{Page}?q=google+calendar", "the same, for the words 'google calendar'"),
    ];
    private const double ReadTargetMs = 20;
    private const double KeptTargetKb = 100;
    private const double SpeedTarget = 1.2;

    public static async Task<int> RunAsync(int rounds, RunDatabases databases)
    {
        var files = Directory.CreateTempSubdirectory("hub-catalog-").FullName;
        try
        {
            await WriteAsync(files);
            var failed = await ReadAsync(files);
            await using var shipped = await WebScene.CreateAsync(databases, People, integrations: 0);
            await using var many = await WebScene.CreateAsync(databases, People, integrations: 0, new Dictionary<string, string>(StringComparer.Ordinal) { ["ProviderFiles__Folder"] = files });
            using var few = await shipped.StartAsync();
            using var thousand = await many.StartAsync();
            return failed | await CompareAsync(rounds, (shipped, few), (many, thousand), databases);
        }
        finally
        {
            Directory.Delete(files, recursive: true);
        }
    }

    /// <summary>The shipped files again and again, each under a key and a name of its own.</summary>
    private static async Task WriteAsync(string folder)
    {
        var shipped = Directory.GetFiles(Path.Combine(WebProcess.RepositoryRoot(), "Integrations.Connectors", "Declarative", "Providers"), "*.provider.json").Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i < Systems - shipped.Count; i++)
        {
            var number = i.ToString("0000", CultureInfo.InvariantCulture);
            var text = await File.ReadAllTextAsync(shipped[i % shipped.Count]);
            text = Key().Replace(text, $"\"key\": \"copy{number}_${{of}}\"", 1);
            text = Name().Replace(text, $"\"displayName\": \"${{of}} {number}\"", 1);
            await File.WriteAllTextAsync(Path.Combine(folder, $"copy{number}.provider.json"), text);
        }
    }

    private static async Task<int> ReadAsync(string folder)
    {
        var read = new Figures("a file, read and made ready");
        var kept = new List<DeclarativeConnector>();
        var bytes = new List<byte[]>();
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            bytes.Add(await File.ReadAllBytesAsync(path));
        }

        // The first ones are the runtime's own first time.
        bytes.Take(100).ToList().ForEach(one => Read(one));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var one in bytes)
        {
            await read.MeasureAsync(() =>
            {
                kept.Add(Read(one));
                return Task.CompletedTask;
            });
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / kept.Count;
        Figures.Print($"{kept.Count} provider files, {bytes.Average(one => one.Length) / 1024:0.0} KB each", read);
        GC.KeepAlive(kept);
        return Figures.Verdict(read.P95 <= ReadTargetMs, $"{read.P95:0.00} ms at p95; target at most {ReadTargetMs:0} ms")
            | Figures.Verdict(each <= KeptTargetKb, $"{each:0} KB of memory a provider; target at most {KeptTargetKb:0} KB");
    }

    private static DeclarativeConnector Read(byte[] bytes) =>
        ProviderFile.Read(bytes, out var problems) is { } file ? DeclarativeConnector.Of(file) : throw new VoidRunException(string.Join("; ", problems));

    private static async Task<int> CompareAsync(int rounds, (WebScene Scene, WebProcess Web) few, (WebScene Scene, WebProcess Web) many, RunDatabases databases)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        var (ofFew, ofMany) = (await BrowserAsync(few.Scene, few.Web), await BrowserAsync(many.Scene, many.Web));
        var ratios = Asked.Select(asked => (asked.Path, Ratio: new Ratio(asked.Name, "ms", SpeedTarget, atMost: true))).ToList();

        // The first round warms both up and is thrown away.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (path, ratio) in ratios)
            {
                var (ours, theirs) = (new Figures(""), new Figures(""));
                for (var i = 0; i < RequestsPerRound; i++)
                {
                    await theirs.MeasureAsync(() => ofFew(http, path));
                    await ours.MeasureAsync(() => ofMany(http, path));
                }

                if (round > 0)
                {
                    ratio.Add(ours.Median, theirs.Median);
                }
            }
        }

        var code = Ratio.Print($"A catalog of {Systems:N0} systems beside the shipped one, {databases.Name}", [.. ratios.Select(one => one.Ratio)]);
        await LookAgainAsync(rounds, http, ofFew, ofMany);
        return code;
    }

    /// <summary>What the one request takes for which the catalog in memory is compared with the database.</summary>
    private static async Task LookAgainAsync(int rounds, HttpClient http, Func<HttpClient, string, Task> ofFew, Func<HttpClient, string, Task> ofMany)
    {
        var (few, many) = (new Figures("the shipped ones"), new Figures($"{Systems:N0} systems"));
        for (var round = 0; round < rounds; round++)
        {
            await Task.Delay(Overdue);
            await few.MeasureAsync(() => ofFew(http, Route));
            await many.MeasureAsync(() => ofMany(http, Route));
        }

        Figures.Print($"GET {Route}, after a pause of {Overdue.TotalSeconds:0.0} s", few, many);
    }

    private static async Task<Func<HttpClient, string, Task>> BrowserAsync(WebScene scene, WebProcess web)
    {
        var (tokens, cookies, next) = (await scene.TokensAsync(), await scene.CookiesAsync(), 0);
        return async (http, path) =>
        {
            var person = next++ % tokens.Count;
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(web.Address, path));
            if (path.StartsWith(Page, StringComparison.Ordinal))
            {
                request.Headers.Add("Cookie", cookies[person]);
            }
            else
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[person]);
            }

            using var answer = await http.SendAsync(request);
            if (!answer.IsSuccessStatusCode)
            {
                throw new VoidRunException($"{path} was answered with {(int)answer.StatusCode}.");
            }
        };
    }

    [GeneratedRegex("\"key\": \"(?<of>[a-z0-9_]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Key();

    [GeneratedRegex("\"displayName\": \"(?<of>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Name();
}
