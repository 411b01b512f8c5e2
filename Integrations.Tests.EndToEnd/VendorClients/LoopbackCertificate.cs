using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Integrations.Tests.EndToEnd.VendorClients;

/// <summary>A certificate for 127.0.0.1 that lives as long as a test run, for clients that insist on https.</summary>
internal sealed class LoopbackCertificate : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public LoopbackCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_file, Certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate without its key, as PEM.</summary>
    public string PemFile => _file;

    public void Dispose()
    {
        Certificate.Dispose();
        File.Delete(_file);
    }
}
