using System.Security.Cryptography;
using Integrations.Testing;
using Integrations.Web.Hosting.Commands;

namespace Integrations.Tests.EndToEnd.Hosting.Settings;

/// <summary>
/// Wrong configurations, given to the real program in Production: each has its line, the program ends with 78, and no stack trace is
/// printed. Many are given to one start, because an operator is to see all of them at once.
/// </summary>
public sealed class WrongSettingsTests : IDisposable
{
    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly string _folder = Directory.CreateTempSubdirectory("hub-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact, Proves("V7")]
    public async Task WrongValues_AreAllNamedAtOnce_WithWhatWouldBeRight()
    {
        var file = Path.Combine(_folder, "a-file");
        await File.WriteAllTextAsync(file, "");

        await RefusedAsync(
        [
            // Nothing sets a master key.
            (null, null, "KeyRing:Key: is missing"),
            ("Database__Provider", "Oracle", "Database:Provider: 'Oracle' is not one of Sqlite, Postgres."),
            ("Database__CommandTimeout", "5", "Database:CommandTimeout: '5' (a number alone means days; write hours:minutes:seconds) is outside 00:00:01 to 00:01:00."),
            ("Database__Hints", "maybe", "Database:Hints: 'maybe' is not true or false."),
            ("Sandbox__Enabled", "true", "Sandbox:Enabled: is true."),
            ("Demo__Seed", "true", "Demo:Seed: is true."),
            ("Demo__Password", "short", "Demo:Password: has 5 characters, and may have 12 to 128."),
            ("Hub__MinimumRuntime", "99.0.0", "Hub:MinimumRuntime: is 99.0.0, and this runtime is "),
            ("Hub__PublicOrigin", "hub.example.org/path", "Hub:PublicOrigin: must be scheme and host only"),
            ("Hub__KnownProxies__0", "proxy.local", "Hub:KnownProxies: must be IP addresses"),
            ("Hub__KnownNetworks__0", "10.0.0.0/99", "Hub:KnownNetworks: must be networks"),
            ("Auth__AccessTokenLifetime", "02:00:00", "Auth:AccessTokenLifetime: '02:00:00' is outside 00:01:00 to 01:00:00."),
            ("Auth__SessionLifetime", "a day", "Auth:SessionLifetime: 'a day' is not a time span. Write hours:minutes:seconds, such as 00:15:00."),
            ("Auth__RequireSecondFactor", "Somebody", "Auth:RequireSecondFactor: 'Somebody' is not one of Nobody, Administrators, Everyone."),
            ("Auth__AllowedOrigins__0", "app.example.org", "Auth:AllowedOrigins: holds 'app.example.org', which is no origin."),
            ("Auth__AllowedReturnOrigins__0", "https://app.example.org/path", "Auth:AllowedReturnOrigins: holds 'https://app.example.org/path', which is no origin."),
            ("Auth__Microsoft__ClientId", "an-id", "Auth:Microsoft:ClientSecret: is required beside ClientId."),
            ("Auth__Microsoft__Tenant", "acme", "Auth:Microsoft:Tenant: is a directory's id, organizations, or common."),
            ("Egress__AllowedPrivateNetworks__0", "10.0.0.0/33", "Egress:AllowedPrivateNetworks: holds '10.0.0.0/33', which is no network."),
            ("Egress__UseSystemProxy", "yes", "Egress:UseSystemProxy: 'yes' is not true or false."),
            ("Vendors__OutboundSlots", "5", "Vendors:OutboundSlots: '5' is outside 16 to 4096."),
            ("Vendors__SandboxOrigin", "sandbox", "Vendors:SandboxOrigin: 'sandbox' is not an address."),
            (null, null, "Vendors:SandboxOrigin: is set, which leads the calls to every vendor into a sandbox."),
            ("Providers__jira__ClientId", "an-id", "Providers:jira:ClientSecret: is missing"),
            ("Providers__github__BaseUrl", "github.example.org", "Providers:github:BaseUrl: 'github.example.org' is no address."),
            ("Circuits__PerUser", "21", "Circuits:PerUser: '21' is outside 1 to 20."),
            ("RateLimits__Search", "31", "RateLimits:Search: '31' is outside 1 to 30."),
            ("RateLimits__SignIn", "many", "RateLimits:SignIn: 'many' is not a whole number."),
            ("Load__Capacity", "1", "Load:Capacity: '1' is outside 10 to 100000."),
            ("Stop__Pause", "00:05:00", "Stop:Pause: '00:05:00' is outside 00:00:00 to 00:01:00."),
            ("Telemetry__ContinueCallersTraces", "perhaps", "Telemetry:ContinueCallersTraces: 'perhaps' is not true or false."),
            ("Connections__JournalFolder", file, "Connections:JournalFolder: "),
            ("Logging__LogLevel__Default", "Verbose", "Logging:LogLevel:Default: 'Verbose' is not one of Trace, Debug"),
            ("Logging__Format", "xml", "Logging:Format: 'xml' is not one of line, json."),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT: is no address."),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "soap", "OTEL_EXPORTER_OTLP_PROTOCOL: 'soap' is not one of grpc, http/protobuf."),
            ("ASPNETCORE_URLS", "127.0.0.1:5080", "urls: '127.0.0.1:5080' is no address to listen on."),
        ]);
    }

    [Fact, Proves("V7", "T11")]
    public async Task KeyThatIsTooShort_PlainOrigin_UnknownKeyword_AndHttpsWithoutCertificate() => await RefusedAsync(
    [
        ("KeyRing__Key", "c2hvcnQ=", "KeyRing:Key: is not 32 random bytes in base64."),
        ("ConnectionStrings__Integrations", "Host=db;Password=c4nary", "ConnectionStrings:Integrations: is no connection string of SQLite"),
        ("Hub__PublicOrigin", "http://hub.example.org", "Hub:PublicOrigin: 'http://hub.example.org' is plain http"),
        ("ASPNETCORE_URLS", "https://127.0.0.1:5443", "urls: 'https://127.0.0.1:5443' needs a certificate."),
        ("Egress__AllowedPrivateNetworks", "10.0.0.0/8", "Egress:AllowedPrivateNetworks: is a list."),
    ]);

    [Fact, Proves("T2")]
    public async Task KeyFileThatIsNotThere_AndPostgresWithoutAnAddress() => await RefusedAsync(
    [
        ("KeyRing__KeyFile", "/nowhere/key", "KeyRing:KeyFile: /nowhere/key does not exist."),
        ("Database__Provider", "Postgres", "ConnectionStrings:Integrations: is required when Database:Provider is Postgres."),
        ("ConnectionStrings__Integrations", "", null),
    ]);

    [Fact, Proves("T2")]
    public async Task CertificateThatCannotBeRead_AndPostgresWithoutAHost() => await RefusedAsync(
    [
        ("KeyRing__Certificate", "/nowhere/key.pfx", "KeyRing:Certificate: /nowhere/key.pfx cannot be read"),
        ("Database__Provider", "Postgres", "ConnectionStrings:Integrations: names no host."),
        ("ConnectionStrings__Integrations", "Database=hub;Password=c4nary", null),
    ]);

    [Fact, Proves("T2")]
    public async Task TwoKeys_AndAFolderThatCannotBeMade() => await RefusedAsync(
    [
        ("KeyRing__Key", Key, "KeyRing:Key: is set beside KeyRing:KeyFile or KeyRing:Certificate."),
        ("KeyRing__KeyFile", "/nowhere/key", null),
        ("ConnectionStrings__Integrations", "Data Source=/proc/nowhere/hub.db", "ConnectionStrings:Integrations: wants the database at /proc/nowhere/hub.db"),
    ]);

    [Fact]
    public async Task FileOfSettings_ThatIsNoJson_IsNamedWithThePlace()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.Production.json"), "{\n  \"Hub\": oops\n}");

        var (code, said) = await RunAsync([WebProcess.Program(), "--contentRoot", _folder], []);

        Assert.True(code == ExitCodes.Configuration, said);
        Assert.Contains("appsettings.Production.json", said, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 1", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseFile_ThatIsNone_IsNamed()
    {
        var file = Path.Combine(_folder, "hub.db");
        await File.WriteAllTextAsync(file, new string('x', 5_000));

        var (code, said) = await RunAsync([WebProcess.Program()], [("KeyRing__Key", Key), ("ConnectionStrings__Integrations", $"Data Source={file}")]);

        Assert.True(code == ExitCodes.Configuration, said);
        Assert.Contains("ConnectionStrings:Integrations: names a file that is no SQLite database.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact, Proves("T2")]
    public async Task KeyRingOfAnotherMasterKey_RefusesTheStart_TheDoctorExplains_AndAcceptingTheLossGoesOn()
    {
        var connection = ("ConnectionStrings__Integrations", $"Data Source={Path.Combine(_folder, "hub.db")};Pooling=false");
        var other = ("KeyRing__Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        // The first start makes the ring; asking for the key set makes its first key.
        var ours = new Dictionary<string, string>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["KeyRing__Key"] = Key, [connection.Item1] = connection.Item2 };
        using (await WebProcess.StartAsync([WebProcess.Program()], ours, "/.well-known/jwks.json"))
        {
        }

        var (refused, why) = await RunAsync([WebProcess.Program()], [connection, other]);
        var (examined, found) = await RunAsync([WebProcess.Program(), "doctor"], [connection, other]);
        var (accepted, went) = await RunAsync([WebProcess.Program(), "seed"], [connection, other, ("KeyRing__AcceptLoss", "true")]);
        var (again, after) = await RunAsync([WebProcess.Program(), "seed"], [connection, other]);

        Assert.True(refused == ExitCodes.Configuration, why);
        Assert.Contains("KeyRing: does not open the stored key ring", why, StringComparison.Ordinal);
        Assert.Contains("KeyRing:AcceptLoss", why, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", why, StringComparison.Ordinal);
        Assert.True(examined == ExitCodes.Failed, found);
        Assert.Contains("does not open the stored key ring", found, StringComparison.Ordinal);
        Assert.True(accepted == ExitCodes.Ok, went);
        Assert.True(again == ExitCodes.Ok, after);
    }

    private async Task RefusedAsync(IReadOnlyList<(string? Variable, string? Value, string? Line)> wrong)
    {
        var (code, said) = await RunAsync([WebProcess.Program()], [.. wrong.Where(w => w.Variable is not null).Select(w => (w.Variable!, w.Value!))]);

        Assert.True(code == ExitCodes.Configuration, said);
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var (_, _, line) in wrong.Where(w => w.Line is not null))
        {
            Assert.True(lines.Count(l => l.StartsWith(line!, StringComparison.Ordinal)) == 1, $"Not one line begins with: {line}\n{said}");
        }

        // The heading and a line each, and nothing else.
        Assert.Equal(wrong.Count(w => w.Line is not null) + 1, lines.Length);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("c4nary", said, StringComparison.Ordinal);
    }

    private Task<(int Code, string Said)> RunAsync(IReadOnlyList<string> arguments, IReadOnlyList<(string Variable, string Value)> settings)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__Integrations"] = $"Data Source={Path.Combine(_folder, "never.db")}",
        };
        foreach (var (variable, value) in settings)
        {
            all[variable] = value;
        }

        return WebProcess.RunToEndAsync(arguments, all);
    }
}
