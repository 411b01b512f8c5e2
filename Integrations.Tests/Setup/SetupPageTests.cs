using System.Net;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Setup;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Setup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Setup;

/// <summary>The first run over HTTP: what a start prints, the page behind it, and what is left of it afterwards.</summary>
public sealed class SetupPageTests : IAsyncLifetime
{
    private const string Password = "seven quiet otters";

    private readonly StringWriter _console = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-setup-").FullName;
    private readonly HubApp _hub = new();

    private string LinkFile => Path.Combine(_folder, SetupLinkFile.Name);

    public ValueTask InitializeAsync()
    {
        _hub.With("Demo:Seed", "false").With("ConnectionStrings:Integrations", $"Data Source={Path.Combine(_folder, "hub.db")};Pooling=false")
            .Serving(services => services.AddSingleton(new FirstRunOutput(_console)));
        return _hub.InitializeAsync();
    }

    [Fact]
    public async Task Start_WithoutAccounts_PrintsOneLine_AndWritesAnOwnerOnlyFile()
    {
        var line = Assert.Single(_console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var address = (await File.ReadAllTextAsync(LinkFile)).Trim();

        Assert.StartsWith(new Uri(_hub.Address, "/setup?token=").ToString(), address, StringComparison.Ordinal);
        Assert.Contains(address, line, StringComparison.Ordinal);
        Assert.Contains(LinkFile, line, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LinkFile));
        }
    }

    [Fact]
    public async Task SignInPage_WithoutAccounts_SaysHowToFindTheAddress_AndDoesNotTellIt()
    {
        using var client = _hub.Anonymous();
        var page = await client.GetStringAsync(Relative("/account/sign-in"));

        Assert.Contains("No account exists yet", page, StringComparison.Ordinal);
        Assert.Contains("setup-link", page, StringComparison.Ordinal);
        Assert.DoesNotContain("token=", page, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_MakesTheAccount_SignsIn_AndIsGoneThen()
    {
        using var browser = Browser();
        using var sent = await SendAsync(browser, Address(), "first@ours.test");

        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var done = await sent.Content.ReadAsStringAsync();
        Assert.Contains("/checklist", done, StringComparison.Ordinal);
        Assert.Contains("/account/second-factor", done, StringComparison.Ordinal);
        Assert.Equal("no-referrer", sent.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("first@ours.test", await browser.GetStringAsync(Relative("/account")), StringComparison.Ordinal);
        Assert.False(File.Exists(LinkFile));

        using var again = await browser.GetAsync(Address());
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        Assert.EndsWith("/account/sign-in?setup=over", again.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var stranger = _hub.Anonymous();
        Assert.Contains("set up already", await stranger.GetStringAsync(Relative("/account/sign-in?setup=over")), StringComparison.Ordinal);
        Assert.Contains("name=\"Form.Password\"", await stranger.GetStringAsync(Relative("/account/sign-in")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoBrowsers_MakeOneAccount()
    {
        using var first = Browser();
        using var second = Browser();
        var (one, two) = (await FormAsync(first, Address()), await FormAsync(second, Address()));
        var answers = await Task.WhenAll(PostAsync(first, Address(), one, "one@ours.test"), PostAsync(second, Address(), two, "two@ours.test"));

        Assert.Equal(1, await WithDatabaseAsync(db => db.Users.CountAsync()));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Setup_WrongEntry_SaysItAtTheField_AndKeepsTheRest()
    {
        using var browser = Browser();
        using var sent = await SendAsync(browser, Address(), "first@ours.test", password: "password1234");

        Assert.Equal(HttpStatusCode.BadRequest, sent.StatusCode);
        var page = await sent.Content.ReadAsStringAsync();
        Assert.Contains("id=\"password-error\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"first@ours.test\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("password1234", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongAddress_IsRefused_AndGuessesAreLimited()
    {
        using var client = _hub.Anonymous();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 21; i++)
        {
            using var answer = await client.GetAsync(Relative($"/setup?token=guess-{i}"));
            statuses.Add(answer.StatusCode);
        }

        Assert.All(statuses.Take(20), status => Assert.Equal(HttpStatusCode.BadRequest, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal(20, await WithDatabaseAsync(db => db.SetupLinks.Select(l => l.Guesses).SingleAsync()));
    }

    [Fact]
    public async Task Verbs_PrintAnAddress_AndALink_AndEndWithZero()
    {
        var (code, said) = await CommandRun.RunAsync(_hub.Services, "setup-link");
        Assert.True(code == 0, said);
        Assert.Contains("/setup?token=", said, StringComparison.Ordinal);
        Assert.DoesNotContain(said.Trim(), _console.ToString(), StringComparison.Ordinal);

        (code, said) = await CommandRun.RunAsync(_hub.Services, "create-admin", "--email", "ops@ours.test", "--name", "Ops", "--organization", "Ours", "--super");
        Assert.True(code == 0, said);
        var link = said.Trim().Split('\n')[^1].Trim();
        Assert.StartsWith(new Uri(_hub.Address, "/account/choose-password?user=").ToString(), link, StringComparison.Ordinal);
        using var client = _hub.Anonymous();
        using var page = await client.GetAsync(new Uri(link));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        (code, said) = await CommandRun.RunAsync(_hub.Services, "setup-link");
        Assert.Equal(1, code);
        Assert.Contains("create-admin", said, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.RunAsync(_hub.Services, "create-admin")).Code);
        Assert.Equal(2, (await CommandRun.RunAsync(_hub.Services, "create-admin", "--email", "not an address")).Code);
        Assert.Equal(0, (await CommandRun.RunAsync(_hub.Services, "create-admin", "--email", "more@ours.test")).Code);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _console.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Uri Address() => new(File.Exists(LinkFile) ? File.ReadAllText(LinkFile).Trim() : _console.ToString().Split(' ').First(word => word.Contains("/setup?token=", StringComparison.Ordinal)));

    private HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, UseProxy = false }) { BaseAddress = _hub.Address };

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, Uri address, string email, string password = Password) =>
        await PostAsync(browser, address, await FormAsync(browser, address), email, password);

    private static async Task<string> FormAsync(HttpClient browser, Uri address) => HubApp.FormToken(await browser.GetStringAsync(address));

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, Uri address, string formToken, string email, string password = Password)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "setup",
            ["__RequestVerificationToken"] = formToken,
            ["Form.Name"] = "First Person",
            ["Form.Email"] = email,
            ["Form.Password"] = password,
            ["Form.Repeated"] = password,
            ["Form.Organization"] = "Ours",
        });
        return await browser.PostAsync(address, form);
    }

    private async Task<T> WithDatabaseAsync<T>(Func<IntegrationsDbContext, Task<T>> read)
    {
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await read(db);
    }

    private static Uri Relative(string address) => new(address, UriKind.Relative);
}
