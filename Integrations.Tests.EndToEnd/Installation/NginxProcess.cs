using System.Diagnostics;
using System.Text.RegularExpressions;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>nginx with the example of <c>deploy/nginx.conf</c>: only names, ports and files are the test's.</summary>
internal sealed partial class NginxProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly TestAuthority _authority;

    private NginxProcess(Process process, string folder, TestAuthority authority, Uri address) => (_process, _folder, _authority, Address) = (process, folder, authority, address);

    /// <summary>Where people reach it, by https.</summary>
    public Uri Address { get; }

    private static string? Executable => new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists);

    public static Uri FreeAddress() => new($"https://localhost:{LoopbackPorts.Free()}");

    /// <param name="address">Where it listens.</param>
    /// <param name="hub">Where the hub listens.</param>
    public static async Task<NginxProcess> StartAsync(Uri address, Uri hub)
    {
        Assert.True(Executable is not null, "There is no nginx (Debian: apt-get install nginx-light).");
        var folder = Directory.CreateTempSubdirectory("hub-nginx-").FullName;
        var authority = new TestAuthority(folder);
        var site = await File.ReadAllTextAsync(Path.Combine(Repository.Root(), "deploy", "nginx.conf"));
        site = site.Replace("127.0.0.1:5080", hub.Authority, StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{LoopbackPorts.Free()};", StringComparison.Ordinal)
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{address.Port} ssl", StringComparison.Ordinal)
            .Replace("hub.example.org;", "localhost;", StringComparison.Ordinal)
            .Replace("/var/log/nginx/", $"{folder}/", StringComparison.Ordinal);
        site = CertificateLine().Replace(site, $"ssl_certificate {authority.CertificateFile};");
        site = KeyLine().Replace(site, $"ssl_certificate_key {authority.KeyFile};");
        // Real sites have port 443, which a host's name leaves out.
        site = site.Replace("proxy_set_header Host $host;", "proxy_set_header Host $http_host;", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            worker_processes 1;
            daemon off;
            events { worker_connections 256; }
            http {
                client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
                {{site}}
            }
            """);
        var process = Process.Start(new ProcessStartInfo(Executable!, ["-p", folder, "-c", Path.Combine(folder, "nginx.conf")]) { UseShellExecute = false, RedirectStandardError = true })!;
        var proxy = new NginxProcess(process, folder, authority, address);
        await proxy.AnsweringAsync();
        return proxy;
    }

    public HttpClient Client() => _authority.Client(Address);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnsweringAsync()
    {
        using var client = Client();
        while (true)
        {
            if (_process.HasExited)
            {
                Assert.Fail($"nginx ended: {await _process.StandardError.ReadToEndAsync()}");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
    }

    [GeneratedRegex(@"ssl_certificate\s+\S+;", RegexOptions.None, 1000)]
    private static partial Regex CertificateLine();

    [GeneratedRegex(@"ssl_certificate_key\s+\S+;", RegexOptions.None, 1000)]
    private static partial Regex KeyLine();
}
