using System.Security.Cryptography;
using System.Xml.Linq;
using Integrations.Primitives;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>Stands where the encryptor would: a ring without a master key is not written at all.</summary>
internal sealed class NoMasterKey(SettingProblem problem) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => throw new CryptographicException(problem.ToString());
}
