using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Demo;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// The real hub on a real Kestrel, on loopback and a free port, with a database of its own. HTTP tests and browser tests
/// use the same one: take it as a class or collection fixture.
/// </summary>
public sealed class HubApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-").FullName;
    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Action<IServiceCollection>> _services = [];
    private HubDatabase? _database;
    private string _environment = "Development";
    private bool? _onPostgres;

    public HubApp()
    {
        // Tests look at the first rounds of background work.
        _settings["Start:BackgroundAfter"] = "00:00:00";
        // A busy machine is no vendor that is down; tests of deadlines set their own.
        _settings["Vendors:InteractiveDeadline"] = "00:00:45";
        _services.Add(services => services.WithPatientSearch());
        _settings["Requests:Deadline"] = "00:02:00";
        _settings["Database:CommandTimeout"] = "00:00:30";
        // Tests ask more often than strangers may; what they may is tested for itself.
        _settings["RateLimits:Anonymous"] = "1000000";
        UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:41234/</c>; known once it has started.</summary>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Overrides a configuration key; before the start only.</summary>
    public HubApp With(string key, string? value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Puts something before, or among, the hub's own services.</summary>
    public HubApp Serving(Action<IServiceCollection> add)
    {
        _services.Add(add);
        return this;
    }

    /// <summary>On the run's PostgreSQL, whatever the round is on; skips the test where there is none.</summary>
    public HubApp OnPostgres()
    {
        PostgresServer.SkipWhereThereIsNone();
        _onPostgres = true;
        return this;
    }

    public HubApp InEnvironment(string name)
    {
        _environment = name;
        // What Production cannot start without (SECURITY T2); a test may take it away again.
        _settings.TryAdd("KeyRing:Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return this;
    }

    /// <summary>A client without cookies or redirects, so that a test sees what was really answered.</summary>
    public HttpClient Anonymous()
    {
        StartServer();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Address };
    }

    /// <summary>A browser-like client of a person who has not signed in: with cookies, without redirects.</summary>
    public HttpClient WithCookies()
    {
        StartServer();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, UseProxy = false }) { BaseAddress = Address };
    }

    /// <summary>A client that sends a demo account's access token, such as <c>admin@acme.test</c>'s.</summary>
    public async Task<HttpClient> WithTokenOfAsync(string email)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenForAsync(email));
        return client;
    }

    /// <summary>An access token of a demo account.</summary>
    public async Task<string> TokenForAsync(string email, string password = DemoOptions.DefaultPassword)
    {
        using var client = Anonymous();
        using var answer = await client.PostAsJsonAsync("/api/auth/token", new { email, password });
        answer.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        return body.RootElement.GetProperty("accessToken").GetString()!;
    }

    /// <summary>A browser-like client, with cookies and without redirects, in which a demo account has signed in through the form.</summary>
    public async Task<HttpClient> SignedInAsync(string email, string password = DemoOptions.DefaultPassword)
    {
        var client = WithCookies();
        using var answer = await SignInAsync(client, email, password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    /// <summary>Fills in and sends the sign-in form.</summary>
    public static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string email, string password, string address = "/account/sign-in")
    {
        var page = await client.GetStringAsync(new Uri(address, UriKind.Relative));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = FormToken(page),
            ["Form.Email"] = email,
            ["Form.Password"] = password,
        });
        return await client.PostAsync(new Uri(address, UriKind.Relative), form);
    }

    /// <summary>The antiforgery token of a page's first form.</summary>
    public static string FormToken(string page)
    {
        const string Marker = "name=\"__RequestVerificationToken\" value=\"";
        var start = page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;
        return page[start..page.IndexOf('"', start)];
    }

    /// <summary>A credential of a sandbox account that behaves so, as its page lists them.</summary>
    public async Task<string> SandboxCredentialAsync(string provider, string kind, string field, string behaviour = "healthy")
    {
        using var client = Anonymous();
        using var all = JsonDocument.Parse(await client.GetStringAsync(new Uri("/sandbox/credentials", UriKind.Relative)));
        return all.RootElement.EnumerateArray()
            .First(c => c.GetProperty("provider").GetString() == provider && c.GetProperty("kind").GetString() == kind && c.GetProperty("behaviour").GetString() == behaviour)
            .GetProperty("fields").GetProperty(field).GetString()!;
    }

    public ValueTask InitializeAsync()
    {
        StartServer();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A background write may still hold a file; the temp folder is not worth a red test.
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        if (_environment != "Development")
        {
            // A published hub has its scripts and styles beside it; this one has them where they were built.
            builder.UseStaticWebAssets();
        }

        AddDatabase();
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        // A password costs a fifth of a second on purpose (SignInServiceTests); a hub's start makes a dozen.
        builder.ConfigureServices(services => services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000));
        _services.ForEach(add => builder.ConfigureServices(add));
    }

    private void AddDatabase()
    {
        if (_settings.ContainsKey("ConnectionStrings:Integrations"))
        {
            _settings.TryAdd("Database:Provider", "Sqlite");
            return;
        }

        // The host is built synchronously.
        _database = Task.Run(() => HubDatabase.CreateAsync(_folder, _onPostgres)).GetAwaiter().GetResult();
        _settings["Database:Provider"] = _database.Provider;
        _settings["ConnectionStrings:Integrations"] = _database.ConnectionString;
    }
}
